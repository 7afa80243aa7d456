// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

class TrayHostWatch;

/// Knows whether a panel is there that shows tray icons: by StatusNotifierItem (D-Bus) or by XEmbed (X11).
class TrayHost : public QObject
{
    Q_OBJECT
public:
    explicit TrayHost(QObject *parent = nullptr);
    ~TrayHost() override;

    /// `patienceMs`: after that long without a host, missing() is emitted.
    void watch(int patienceMs);
    /// The text colour of the panel's tray, where it tells (_NET_SYSTEM_TRAY_COLORS).
    /// Of the one that shows our icon: none where that is a StatusNotifierItem, whose panel may have another colour.
    [[nodiscard]] std::optional<QColor> panelForeground() const { return m_notifierHost ? std::nullopt : m_foreground; }
    [[nodiscard]] bool isPresent() const { return m_notifierHost || m_embedHost; }

signals:
    void appeared();
    void vanished();
    void coloursChanged();
    void missing(); // none appeared in time, or none came back

private:
    friend class TrayHostWatch;
    void setNotifierHost(bool present);
    void setEmbedHost(bool present, const std::optional<QColor> &foreground);
    void tell(bool wasPresent, const std::optional<QColor> &colour);

    std::unique_ptr<TrayHostWatch> m_watch; // the platform's part
    QTimer m_patience;
    bool m_notifierHost = false;
    bool m_embedHost = false;
    std::optional<QColor> m_foreground;
};
