// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/control_filter.h"

#include "core/log/any_byte.h"
#include "core/log/utf8.h"

#include <QChar>

static constexpr uchar Escape = 0x1B;
static constexpr uchar Bell = 0x07;
// C1 controls are two bytes of UTF-8: this one, and their own number.
static constexpr uchar C1Lead = 0xC2;
static constexpr uchar StringTerminator = 0x9C;

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

/// How far a string sequence (OSC, DCS, SOS, PM, APC) goes, whose body begins at `start`.
struct StringEnd
{
    qsizetype end = 0;
    bool isMarked = false; // by ST, or BEL: else it is where the line, or the next sequence, makes an end of it
};

static StringEnd stringEnd(QByteArrayView line, qsizetype start, bool bellEnds)
{
    for (qsizetype i = start; i < line.size(); ++i) {
        const auto byte = static_cast<uchar>(line[i]);
        const auto next = static_cast<uchar>(i + 1 < line.size() ? line[i + 1] : 0);
        if (byte == Bell && bellEnds)
            return {i + 1, true};
        if (byte == C1Lead && next == StringTerminator)
            return {i + 2, true};
        // ESC \ ends it; any other escape begins the next sequence.
        if (byte == Escape)
            return next == '\\' ? StringEnd{i + 2, true} : StringEnd{i, false};
    }
    return {line.size(), false};
}

/// The end of a CSI's parameters and intermediate bytes, which begin at `start`: where its final byte should be.
static qsizetype finalByte(QByteArrayView line, qsizetype start)
{
    qsizetype i = start;
    while (i < line.size() && isIn(static_cast<uchar>(line[i]), 0x30, 0x3F))
        ++i;
    while (i < line.size() && isIn(static_cast<uchar>(line[i]), 0x20, 0x2F))
        ++i;
    return i;
}

static bool isFinal(QByteArrayView line, qsizetype at)
{
    return at < line.size() && isIn(static_cast<uchar>(line[at]), 0x40, 0x7E);
}

/// The length of the escape sequence that `line` begins with; 0 if it is only a lone ESC.
static qsizetype sequenceLength(QByteArrayView line)
{
    if (line.size() < 2)
        return 0;
    const auto kind = static_cast<uchar>(line[1]);
    switch (kind) {
    case '[': {
        // A byte that may not be there is no part of it and stays.
        const qsizetype end = finalByte(line, 2);
        return isFinal(line, end) ? end + 1 : end;
    }
    case ']':
        return stringEnd(line, 2, true).end;
    case 'P':
    case 'X':
    case '^':
    case '_':
        return stringEnd(line, 2, false).end;
    default:
        break;
    }
    if (isIn(kind, 0x20, 0x2F)) {
        qsizetype i = 2;
        while (i < line.size() && isIn(static_cast<uchar>(line[i]), 0x20, 0x2F))
            ++i;
        return i < line.size() && isIn(static_cast<uchar>(line[i]), 0x30, 0x7E) ? i + 1 : i;
    }
    return isIn(kind, 0x30, 0x7E) ? 2 : 0;
}

/// Finds the sequences of one line that begin with a C1 control (U+009B is CSI) instead of ESC and a letter.
///
/// They are more often a wrong encoding than a control: what is not whole is none, and takes nothing with it.
class C1Sequences
{
public:
    /// The length of the sequence that `rest`, a later part of the line each time, begins with; 0 if it is none.
    [[nodiscard]] qsizetype lengthAt(QByteArrayView rest)
    {
        if (rest.size() < 2 || static_cast<uchar>(rest[0]) != C1Lead)
            return 0;
        switch (static_cast<uchar>(rest[1])) {
        case 0x9B: {
            const qsizetype end = finalByte(rest, 2);
            return isFinal(rest, end) ? end + 1 : 0;
        }
        case StringTerminator:
            return 2;
        case 0x9D:
            return stringLength(rest, true);
        case 0x90:
        case 0x98:
        case 0x9E:
        case 0x9F:
            return stringLength(rest, false);
        default:
            return 0;
        }
    }

private:
    [[nodiscard]] qsizetype stringLength(QByteArrayView rest, bool bellEnds)
    {
        // Thousands of beginnings without an end must not look for it thousands of times.
        if (rest.data() < m_unmarkedUntil)
            return 0;
        const StringEnd found = stringEnd(rest, 2, bellEnds);
        if (!found.isMarked)
            m_unmarkedUntil = rest.data() + found.end;
        return found.isMarked ? found.end : 0;
    }

    const char *m_unmarkedUntil = nullptr;
};

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

/// Characters of the category "format" that are part of how a word is written, or are seen.
static bool isWritten(char32_t character)
{
    switch (character) {
    case 0x200C: // joiners: Persian, the scripts of India, emoji
    case 0x200D:
    case 0x06DD: // number signs and others that enclose or precede digits and letters
    case 0x070F:
    case 0x0890:
    case 0x0891:
    case 0x08E2:
    case 0x110BD:
    case 0x110CD:
        return true;
    default:
        return character >= 0x0600 && character <= 0x0605;
    }
}

static bool isInvisible(char32_t character)
{
    switch (QChar::category(character)) {
    case QChar::Other_Format:
        return !isWritten(character);
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
    C1Sequences c1;
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
        } else if (const qsizetype sequence = c1.lengthAt(line); sequence > 0) {
            taken = sequence;
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
