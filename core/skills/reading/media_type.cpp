// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/media_type.h"

#include <QHash>

QString suffixOf(const QString &path)
{
    const QString name = path.mid(path.lastIndexOf(u'/') + 1);
    const qsizetype dot = name.lastIndexOf(u'.');
    return dot <= 0 || dot == name.size() - 1 ? QString() : name.mid(dot).toLower();
}

QString mediaTypeOf(const QString &path, bool isText)
{
    static const QHash<QString, QString> types = [] {
        QHash<QString, QString> map;
        static constexpr const char *pairs[][2] = {
            {".md", "text/markdown"},      {".markdown", "text/markdown"}, {".txt", "text/plain"},
            {".py", "text/x-python"},      {".sh", "text/x-shellscript"},  {".r", "text/x-r"},
            {".json", "application/json"}, {".yaml", "application/yaml"},  {".yml", "application/yaml"},
            {".toml", "application/toml"}, {".xml", "application/xml"},    {".ipynb", "application/x-ipynb+json"},
            {".html", "text/html"},        {".css", "text/css"},           {".csv", "text/csv"},
            {".js", "text/javascript"},    {".png", "image/png"},          {".jpg", "image/jpeg"},
            {".jpeg", "image/jpeg"},       {".gif", "image/gif"},          {".svg", "image/svg+xml"},
            {".webp", "image/webp"},       {".pdf", "application/pdf"},    {".zip", "application/zip"},
        };
        for (const auto &pair : pairs)
            map.insert(QLatin1String(pair[0]), QLatin1String(pair[1]));
        return map;
    }();
    const QString fallback = isText ? QStringLiteral("text/plain") : QStringLiteral("application/octet-stream");
    return types.value(suffixOf(path), fallback);
}
