// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QProxyStyle>

/// Fusion, with empty check boxes that are seen on a dark ground too.
class SeenBoxStyle : public QProxyStyle
{
    Q_OBJECT
public:
    SeenBoxStyle();

    /// Puts it in Fusion's place; a style of the desktop's own stays.
    static void useWhereFusionIs();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget = nullptr) const override;
};
