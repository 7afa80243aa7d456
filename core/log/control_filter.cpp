// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/control_filter.h"

#include "core/log/any_byte.h"
#include "core/log/utf8.h"

#include <QChar>

static constexpr uchar Escape = 0x1B;
static constexpr uchar Bell = 0x07;

bool isPlain(QByteArrayView line)
{
    return !anyByte(line, [](uchar byte) {
        return static_cast<uchar>(static_cast<uchar>(static_cast<uchar>(byte - 0x20) > 0x5E) &
                                  static_cast<uchar>(byte != '\t'));
    });
}

static bool isIn(uchar byte, uchar first, uchar last)
{
    return byte >= first && byte <= last;
}

/// The length of a string sequence (OSC, DCS, SOS, PM, APC), whose body begins at `start`.
static qsizetype stringSequence(QByteArrayView line, qsizetype start, bool bellEnds)
{
    const qsizetype limit = qMin(line.size(), MaxSequenceBytes);
    for (qsizetype i = start; i < limit; ++i) {
        const auto byte = static_cast<uchar>(line[i]);
        if (byte == Bell && bellEnds)
            return i + 1;
        if (byte == Escape) {
            // ESC \ ends it; any other escape begins the next sequence.
            const bool ends = i + 1 < line.size() && line[i + 1] == '\\';
            return ends ? i + 2 : i;
        }
    }
    return wholeCharacters(line, limit);
}

/// The length of the escape sequence that `line` begins with; 0 if it is only a lone ESC.
static qsizetype sequenceLength(QByteArrayView line)
{
    if (line.size() < 2)
        return 0;
    const auto kind = static_cast<uchar>(line[1]);
    qsizetype i = 2;
    const qsizetype limit = qMin(line.size(), MaxSequenceBytes);
    switch (kind) {
    case '[':
        while (i < limit && isIn(static_cast<uchar>(line[i]), 0x30, 0x3F))
            ++i;
        while (i < limit && isIn(static_cast<uchar>(line[i]), 0x20, 0x2F))
            ++i;
        // A byte that may not be there is no part of it and stays.
        return i < limit && isIn(static_cast<uchar>(line[i]), 0x40, 0x7E) ? i + 1 : i;
    case ']':
        return stringSequence(line, 2, true);
    case 'P':
    case 'X':
    case '^':
    case '_':
        return stringSequence(line, 2, false);
    default:
        break;
    }
    if (isIn(kind, 0x20, 0x2F)) {
        while (i < limit && isIn(static_cast<uchar>(line[i]), 0x20, 0x2F))
            ++i;
        return i < limit && isIn(static_cast<uchar>(line[i]), 0x30, 0x7E) ? i + 1 : i;
    }
    return isIn(kind, 0x30, 0x7E) ? 2 : 0;
}

struct Character
{
    char32_t value = 0;
    int length = 1; // in bytes
    bool valid = false;
};

/// The character at the front of `text`, which begins with a byte above 0x7F.
static Character decode(QByteArrayView text)
{
    const auto lead = static_cast<uchar>(text[0]);
    int length = 0;
    char32_t value = 0;
    char32_t smallest = 0;
    if (isIn(lead, 0xC2, 0xDF)) {
        length = 2;
        value = lead & 0x1F;
        smallest = 0x80;
    } else if (isIn(lead, 0xE0, 0xEF)) {
        length = 3;
        value = lead & 0x0F;
        smallest = 0x800;
    } else if (isIn(lead, 0xF0, 0xF4)) {
        length = 4;
        value = lead & 0x07;
        smallest = 0x10000;
    } else {
        return {};
    }
    if (text.size() < length)
        return {};
    for (int i = 1; i < length; ++i) {
        const auto byte = static_cast<uchar>(text[i]);
        if ((byte & 0xC0) != 0x80)
            return {};
        value = value << 6 | (byte & 0x3F);
    }
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < smallest || surrogate || value > QChar::LastValidCodePoint)
        return {};
    return {value, length, true};
}

static bool isInvisible(char32_t character)
{
    switch (QChar::category(character)) {
    case QChar::Other_Format:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

static void appendHex(QByteArray &to, const char *prefix, char32_t value, int digits)
{
    to += prefix;
    to += QByteArray::number(value, 16).toUpper().rightJustified(digits, '0');
}

QByteArray cleaned(QByteArrayView line)
{
    QByteArray result;
    result.reserve(line.size() + 16);
    while (!line.isEmpty()) {
        const auto byte = static_cast<uchar>(line.front());
        qsizetype taken = 1;
        if (isIn(byte, 0x20, 0x7E) || byte == '\t') {
            while (taken < line.size() && isIn(static_cast<uchar>(line[taken]), 0x20, 0x7E))
                ++taken;
            result += line.first(taken);
        } else if (byte == Escape && sequenceLength(line) > 0) {
            taken = sequenceLength(line);
        } else if (byte == 0) {
            result += "\u2400";
        } else if (byte < 0x80) {
            appendHex(result, "\\x", byte, 2);
        } else {
            const Character character = decode(line);
            taken = character.length;
            if (!character.valid)
                result += "\uFFFD";
            else if (character.value < 0xA0)
                appendHex(result, "\\x", character.value, 2);
            else if (!isInvisible(character.value))
                result += line.first(taken);
            else if (character.value > 0xFFFF)
                appendHex(result, "\\U", character.value, 8);
            else
                appendHex(result, "\\u", character.value, 4);
        }
        line = line.sliced(taken);
    }
    return result;
}
