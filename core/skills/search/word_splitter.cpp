// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/word_splitter.h"

#include <QStringTokenizer>
#include <QVarLengthArray>

#include <array>
#include <bit>
#include <utility>

// Longer ones are hashes, keys and encoded data: nobody asks for them.
static constexpr qsizetype LongestWord = 40;
static constexpr qsizetype LongestJoined = 24;
static constexpr qsizetype ShortestPart = 2;

enum class Kind : quint8 { Other, Lower, Upper, Digit, Ideograph, Joiner };

static bool isIdeograph(char32_t c)
{
    switch (QChar::script(c)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
        return true;
    default:
        return c == U'\u30fc'; // the long vowel of katakana is common to two scripts
    }
}

static constexpr Kind asciiKind(char32_t c)
{
    if (c >= 'a' && c <= 'z')
        return Kind::Lower;
    if (c >= 'A' && c <= 'Z')
        return Kind::Upper;
    if (c >= '0' && c <= '9')
        return Kind::Digit;
    return c == '-' || c == '_' || c == '.' ? Kind::Joiner : Kind::Other;
}

static constexpr auto AsciiKinds = [] {
    std::array<Kind, 0x80> kinds = {};
    for (char32_t c = 0; c < kinds.size(); ++c)
        kinds[c] = asciiKind(c);
    return kinds;
}();

static Kind kindOf(char32_t c)
{
    if (c < AsciiKinds.size())
        return AsciiKinds[c];
    if (isIdeograph(c))
        return Kind::Ideograph;
    if (QChar::isDigit(c))
        return Kind::Digit;
    if (QChar::isUpper(c) || QChar::isTitleCase(c))
        return Kind::Upper;
    if (QChar::isLetterOrNumber(c))
        return Kind::Lower;
    return c == U'\u2010' || c == U'\u2011' ? Kind::Joiner : Kind::Other;
}

static bool isAscii(QStringView text)
{
    for (const QChar c : text) {
        if (c.unicode() >= 0x80)
            return false;
    }
    return true;
}

// "Zürich" and "Zurich", "ﬁt" and "fit", full-width and ordinary letters are the same to somebody who searches.
static QString folded(QStringView text)
{
    QString out;
    out.reserve(text.size());
    char32_t before = 0;
    for (const char32_t c : text.toString().normalized(QString::NormalizationForm_KD).toUcs4()) {
        // In kana the mark is a part of the letter: か is not が.
        if (QChar::category(c) == QChar::Mark_NonSpacing && !isIdeograph(before))
            continue;
        out += QStringView(QChar::fromUcs4(c));
        before = c;
    }
    return out.normalized(QString::NormalizationForm_C);
}

namespace {

/// One run of characters without a blank, by kinds.
class Token
{
public:
    Token(QStringView text, bool compounds, const WordSplitter::Sink &sink)
        : m_text(text)
        , m_compounds(compounds)
        , m_sink(sink)
    {
    }

    void add(Kind kind, qsizetype at, qsizetype size)
    {
        m_kinds |= 1u << unsigned(kind);
        m_pieces.append({kind, at, size});
    }
    [[nodiscard]] bool isEmpty() const { return m_pieces.isEmpty(); }
    void finish(int number); // tells what was added, begins anew

private:
    struct Piece
    {
        Kind kind;
        qsizetype at;
        qsizetype size;
    };
    using Word = QVarLengthArray<QChar, 64>;

    void append(Word &word, qsizetype first, qsizetype end) const;
    void tell(const Word &word, WordForm form) const;
    void tellParts(qsizetype first, qsizetype end) const;

    QStringView m_text;
    bool m_compounds;
    const WordSplitter::Sink &m_sink;
    int m_number = 0;
    unsigned m_kinds = 0; // a bit for each that was added
    QVarLengthArray<Piece, 64> m_pieces;
};

void Token::append(Word &word, qsizetype first, qsizetype end) const
{
    for (qsizetype i = first; i < end; ++i) {
        const Piece &piece = m_pieces.at(i);
        for (qsizetype k = 0; k < piece.size; ++k) {
            const QChar c = m_text.at(piece.at + k);
            word.append(c.unicode() < 0x80 ? QChar(c.unicode() | (piece.kind == Kind::Upper ? 0x20 : 0))
                                           : c.toCaseFolded());
        }
    }
}

void Token::tell(const Word &word, WordForm form) const
{
    if (!word.isEmpty() && word.size() <= LongestWord)
        m_sink(QStringView(word.data(), word.size()), form, m_number);
}

// Cuts at aB, at ABc before the B, and between letters and digits.
void Token::tellParts(qsizetype first, qsizetype end) const
{
    qsizetype start = first;
    for (qsizetype i = first + 1; i <= end; ++i) {
        if (i < end) {
            const Kind before = m_pieces.at(i - 1).kind;
            const Kind here = m_pieces.at(i).kind;
            const bool hump = here == Kind::Upper && before == Kind::Lower;
            const bool afterShort =
                here == Kind::Upper && before == Kind::Upper && i + 1 < end && m_pieces.at(i + 1).kind == Kind::Lower;
            const bool digits = (here == Kind::Digit) != (before == Kind::Digit);
            if (!hump && !afterShort && !digits)
                continue;
        }
        if (start == first && i == end)
            return; // not a compound: it was told whole
        if (i - start >= ShortestPart) {
            Word part;
            append(part, start, i);
            tell(part, WordForm::Part);
        }
        start = i;
    }
}

void Token::finish(int number)
{
    m_number = number;
    const unsigned kinds = std::exchange(m_kinds, 0u);
    if (std::has_single_bit(kinds) && kinds != 1u << unsigned(Kind::Joiner)) {
        Word word;
        append(word, 0, m_pieces.size());
        tell(word, WordForm::Whole);
        m_pieces.clear();
        return;
    }
    while (!m_pieces.isEmpty() && m_pieces.last().kind == Kind::Joiner)
        m_pieces.removeLast();
    const qsizetype count = m_pieces.size();
    QVarLengthArray<std::pair<qsizetype, qsizetype>, 16> sections;
    qsizetype start = 0;
    for (qsizetype i = 0; i <= count; ++i) {
        if (i == count || m_pieces.at(i).kind == Kind::Joiner) {
            if (i > start)
                sections.append({start, i});
            start = i + 1;
        }
    }
    const bool joined = sections.size() > 1;
    if (joined) {
        Word whole;
        for (const auto &[first, end] : sections)
            append(whole, first, end);
        if (whole.size() <= LongestJoined)
            tell(whole, WordForm::Whole);
    }
    for (const auto &[first, end] : sections) {
        Word section;
        append(section, first, end);
        tell(section, joined ? WordForm::Part : WordForm::Whole);
        if (m_compounds)
            tellParts(first, end);
    }
    m_pieces.clear();
}

} // namespace

// Every two neighbours are a word; a lone one is a word by itself.
static void tellBigrams(QStringView run, int token, const WordSplitter::Sink &sink)
{
    if (run.size() <= 2) {
        sink(run, WordForm::Whole, token);
        return;
    }
    for (qsizetype i = 0; i + 2 <= run.size(); ++i)
        sink(run.mid(i, 2), WordForm::Whole, token);
}

/// A word whose first letter alone may be a capital.
static void tellLowered(QStringView word, int token, const WordSplitter::Sink &sink)
{
    if (word.front().unicode() >= 'a')
        return sink(word, WordForm::Whole, token);
    QVarLengthArray<QChar, 64> lowered(word.begin(), word.end());
    lowered.front() = QChar(lowered.front().unicode() | 0x20);
    sink(QStringView(lowered.data(), lowered.size()), WordForm::Whole, token);
}

// "C++" and "C#" would be nothing but a letter.
static QString languageAt(QStringView text, qsizetype at)
{
    if (text.at(at).toCaseFolded() != u'c' || (at > 0 && text.at(at - 1).isLetterOrNumber()))
        return {};
    const QStringView rest = text.mid(at + 1);
    if (rest.startsWith(u"++"))
        return QStringLiteral("cpp");
    if (rest.startsWith(u'#'))
        return QStringLiteral("csharp");
    return {};
}

WordSplitter::WordSplitter(bool compounds)
    : m_compounds(compounds)
{
}

void WordSplitter::split(QStringView text, const Sink &sink) const
{
    int number = 0;
    // By lines, so that one arrow or umlaut does not cost the folding of a whole book.
    for (const QStringView line : QStringTokenizer(text, u'\n')) {
        if (isAscii(line))
            splitLine(line, number, sink);
        else
            splitLine(folded(line), number, sink);
    }
}

/// Where the plain word that begins at `at` ends; `at` itself: what stands there is none.
static qsizetype plainWordEnd(QStringView line, qsizetype at)
{
    if (at > 0 && kindOf(line.at(at - 1).unicode()) != Kind::Other)
        return at;
    const char16_t first = line.at(at).unicode();
    if ((first | 0x20) < 'a' || (first | 0x20) > 'z')
        return at;
    qsizetype end = at + 1;
    while (end < line.size() && line.at(end).unicode() >= 'a' && line.at(end).unicode() <= 'z')
        ++end;
    if (end == line.size())
        return end;
    const char16_t next = line.at(end).unicode();
    const bool isLanguage = end == at + 1 && (next == '+' || next == '#'); // maybe: languageAt() knows
    return next < 0x80 && kindOf(next) == Kind::Other && !isLanguage ? end : at;
}

void WordSplitter::splitLine(QStringView view, int &number, const Sink &sink) const
{
    Token token(view, m_compounds, sink);
    const auto finish = [&token, &number] {
        if (!token.isEmpty())
            token.finish(number++);
    };
    for (qsizetype i = 0; i < view.size(); ++i) {
        // Nearly all of a text, and nothing in it has to be looked at twice.
        if (const qsizetype end = token.isEmpty() ? plainWordEnd(view, i) : i; end > i) {
            if (end - i <= LongestWord)
                tellLowered(view.sliced(i, end - i), number, sink);
            ++number;
            i = end;
            continue;
        }
        char32_t c = view.at(i).unicode();
        qsizetype size = 1;
        if (view.at(i).isHighSurrogate() && i + 1 < view.size()) {
            c = QChar::surrogateToUcs4(view.at(i), view.at(i + 1));
            size = 2;
        }
        Kind kind = kindOf(c);
        if (m_compounds && kind == Kind::Ideograph && size == 1) {
            finish();
            const qsizetype start = i;
            while (i + 1 < view.size() && kindOf(view.at(i + 1).unicode()) == Kind::Ideograph)
                ++i;
            tellBigrams(view.mid(start, i + 1 - start), number++, sink);
            continue;
        }
        if (kind == Kind::Ideograph)
            kind = Kind::Lower;
        if (m_compounds && (c == 'c' || c == 'C')) {
            if (const QString language = languageAt(view, i); !language.isEmpty()) {
                finish();
                sink(language, WordForm::Whole, number++);
                continue;
            }
        }
        if (kind == Kind::Other || (kind == Kind::Joiner && (!m_compounds || token.isEmpty())))
            finish();
        else
            token.add(kind, i, size);
        i += size - 1;
    }
    finish();
}

QList<SplitWord> WordSplitter::split(QStringView text) const
{
    QList<SplitWord> words;
    split(text, [&words](QStringView word, WordForm form, int token) { words.append({word.toString(), form, token}); });
    return words;
}
