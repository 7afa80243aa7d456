// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/line_matcher.h"

#include "core/log/pcre_program.h"

#include <QCoreApplication>

#include <array>

static constexpr qsizetype LongestPattern = 10'000;

struct LineMatcher::Private
{
    std::optional<PcreProgram> program; // empty: matches all
    uint32_t stepLimit = SearchSteps;
    QString error;
    qsizetype errorPosition = -1;
    bool exceededLimit = false;
};

static QString messageOf(int code)
{
    std::array<PCRE2_UCHAR, 256> message{};
    pcre2_get_error_message(code, message.data(), message.size());
    return QString::fromUtf8(reinterpret_cast<const char *>(message.data()));
}

LineMatcher::LineMatcher(const QString &pattern, Options options, uint32_t stepLimit)
    : d(std::make_unique<Private>())
{
    d->stepLimit = stepLimit;
    if (pattern.isEmpty())
        return;
    if (pattern.size() > LongestPattern) {
        d->error = QCoreApplication::translate("LineMatcher", "Cannot search: the pattern is longer than %1 characters")
                       .arg(LongestPattern);
        d->errorPosition = LongestPattern;
        return;
    }
    const PcreSource source = pcreSource(pattern, options);
    d->program.emplace(source);
    if (d->program->error() == 0)
        return;
    const QString before = QString::fromUtf8(source.pattern.first(d->program->errorOffset()));
    d->errorPosition = before.size();
    d->error = QCoreApplication::translate("LineMatcher", "Cannot search: %2 at character %1")
                   .arg(before.toUcs4().size() + 1)
                   .arg(messageOf(d->program->error()));
}

LineMatcher::~LineMatcher() = default;
LineMatcher::LineMatcher(LineMatcher &&) noexcept = default;
LineMatcher &LineMatcher::operator=(LineMatcher &&) noexcept = default;

QString LineMatcher::error() const
{
    return d->error;
}

qsizetype LineMatcher::errorPosition() const
{
    return d->errorPosition;
}

bool LineMatcher::exceededLimit() const
{
    return d->exceededLimit;
}

std::optional<LineMatcher::Match> LineMatcher::match(QByteArrayView line, qsizetype from) const
{
    if (from < 0 || from > line.size() || !d->error.isEmpty())
        return std::nullopt;
    if (!d->program)
        return Match{from, 0};
    switch (d->program->run(line, from, d->stepLimit)) {
    case PcreProgram::Outcome::Match:
        return d->program->match();
    case PcreProgram::Outcome::NoMatch:
        break;
    case PcreProgram::Outcome::TooCostly:
        d->exceededLimit = true;
        break;
    }
    return std::nullopt;
}
