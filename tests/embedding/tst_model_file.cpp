// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/bert_folder.h"
#include "core/embedding/file_seal.h"
#include "core/embedding/sentence_encoder.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <cmath>
#include <numeric>

using namespace Qt::StringLiterals;

static void write(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("Cannot write %s", qPrintable(path));
}

static QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A BERT of the smallest kind, in a folder as sentence-transformers writes it.
class SmallModel
{
public:
    SmallModel()
    {
        config = {{u"model_type"_s, u"bert"_s}, {u"hidden_act"_s, u"gelu"_s}, {u"vocab_size"_s, 6},
                  {u"hidden_size"_s, 4},        {u"num_hidden_layers"_s, 1},  {u"num_attention_heads"_s, 2},
                  {u"intermediate_size"_s, 8},  {u"type_vocab_size"_s, 2},    {u"max_position_embeddings"_s, 8},
                  {u"layer_norm_eps"_s, 1e-12}};
        add(u"embeddings.word_embeddings.weight"_s, {6, 4});
        add(u"embeddings.position_embeddings.weight"_s, {8, 4});
        add(u"embeddings.token_type_embeddings.weight"_s, {2, 4});
        addNorm(u"embeddings."_s);
        const QString layer = u"encoder.layer.0."_s;
        for (const QString &part : {u"query"_s, u"key"_s, u"value"_s})
            addDense(layer + u"attention.self."_s + part, 4, 4);
        addDense(layer + u"attention.output.dense"_s, 4, 4);
        addNorm(layer + u"attention.output."_s);
        addDense(layer + u"intermediate.dense"_s, 8, 4);
        addDense(layer + u"output.dense"_s, 4, 8);
        addNorm(layer + u"output."_s);
    }

    [[nodiscard]] QString writeTo(const QString &folder) const
    {
        QByteArray header = QJsonDocument(tensors).toJson(QJsonDocument::Compact);
        header.append((8 - header.size() % 8) % 8, ' ');
        QByteArray length(8, 0);
        qToLittleEndian(quint64(header.size()), length.data());
        write(folder + u"/model.safetensors"_s, length + header + data);
        write(folder + u"/config.json"_s, QJsonDocument(config).toJson());
        write(folder + u"/vocab.txt"_s, vocabulary);
        for (auto it = more.begin(); it != more.end(); ++it)
            write(folder + u'/' + it.key(), it.value());
        return folder;
    }

    QJsonObject config;
    QJsonObject tensors;
    QByteArray data;
    QByteArray vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nbread\n##s\n";
    QMap<QString, QByteArray> more; // further files

private:
    void add(const QString &name, const QList<int> &shape)
    {
        QJsonArray sizes;
        int count = 1;
        for (const int size : shape) {
            sizes.append(size);
            count *= size;
        }
        const qsizetype begin = data.size();
        for (int i = 0; i < count; ++i) {
            const float value = std::sin(float(++m_next));
            data.append(reinterpret_cast<const char *>(&value), sizeof value);
        }
        tensors.insert(name, QJsonObject{{u"dtype"_s, u"F32"_s},
                                         {u"shape"_s, sizes},
                                         {u"data_offsets"_s, QJsonArray{begin, data.size()}}});
    }
    void addNorm(const QString &name)
    {
        add(name + u"LayerNorm.weight"_s, {4});
        add(name + u"LayerNorm.bias"_s, {4});
    }
    void addDense(const QString &name, int rows, int columns)
    {
        add(name + u".weight"_s, {rows, columns});
        add(name + u".bias"_s, {rows});
    }

    int m_next = 0;
};

class TestModelFile : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    [[nodiscard]] QString path(const QString &name) const { return m_home.filePath(name); }

private slots:
    void aFolderIsLoaded()
    {
        const auto opened = SentenceEncoder::open(SmallModel().writeTo(path(u"small"_s)));
        QVERIFY2(opened.encoder, qPrintable(opened.error));
        QCOMPARE(opened.encoder->idsOf(u"Breads"), (std::vector<int>{2, 4, 5, 3}));
        QCOMPARE(opened.encoder->idsOf(u"bread bread bread bread bread bread bread bread").size(), 8U);
        const std::vector<float> vector = opened.encoder->encode(u"bread");
        QCOMPARE(vector.size(), 4U);
        const float square = std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.F);
        QVERIFY(std::abs(square - 1) < 1e-5F);
        QVERIFY(opened.encoder->encode(u"breads") != vector);
    }

    // The real one, where the original is set up: as the script has it.
    void theOriginalsFolderGivesTheBuiltInModel()
    {
        const QJsonObject config =
            QJsonDocument::fromJson(readAll(qEnvironmentVariable("SKILLS_REAL_BACKEND") + u"/skills.json"_s)).object();
        const QString folder = config.value("embedding_model"_L1).toString();
        if (!QFileInfo(folder).isDir())
            QSKIP("SKILLS_REAL_BACKEND does not name an original with its model");
        const auto fromFolder = SentenceEncoder::open(folder);
        QVERIFY2(fromFolder.encoder, qPrintable(fromFolder.error));
        const auto builtIn =
            SentenceEncoder::open(QStringLiteral(SKILLS_SOURCE_DIR "/resources/model/minilm-int8.bin"));
        QCOMPARE(fromFolder.encoder->digest(), builtIn.encoder->digest());
    }

    void whatIsNoModelIsRefusedInOneLine_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("why");
        const QByteArray good = readBertFolder(SmallModel().writeTo(path(u"good"_s))).model;
        const auto changed = [&good](qsizetype place, char value, bool sign) {
            QByteArray bytes = good;
            bytes[place] = value;
            if (sign)
                bytes = bytes.chopped(32) + QCryptographicHash::hash(bytes.chopped(32), QCryptographicHash::Sha256);
            return bytes;
        };
        QTest::newRow("empty") << QByteArray() << u"it is empty"_s;
        QTest::newRow("foreign") << QByteArray(5000, 'x') << u"it is no model of this program"_s;
        QTest::newRow("short") << good.first(50) << u"it is no model of this program"_s;
        QTest::newRow("another version") << changed(8, 1, true) << u"it has version 1, and only 2 is read"_s;
        QTest::newRow("no words") << changed(12, 0, true) << u"its sizes are beyond what is read"_s;
        QTest::newRow("too many layers") << changed(23, 1, true) << u"its sizes are beyond what is read"_s;
        QTest::newRow("heads") << changed(24, 3, true) << u"3 heads do not fit a width of 4"_s;
        QTest::newRow("another size") << changed(20, 2, true) << u"its size is not what its beginning says"_s;
        QTest::newRow("cut off") << good.chopped(64) << u"its size is not what its beginning says"_s;
        QTest::newRow("longer") << good + QByteArray(64, 0) << u"its size is not what its beginning says"_s;
        QTest::newRow("one bit") << changed(good.size() / 2, char(good.at(good.size() / 2) ^ 1), false)
                                 << u"it is damaged"_s;
        QTest::newRow("a smaller vocabulary than marks need")
            << changed(good.indexOf("[CLS]") + 1, 'X', true) << u"its vocabulary does not fit it"_s;
    }

    void whatIsNoModelIsRefusedInOneLine()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, why);
        const QString file = path(u"model.bin"_s);
        write(file, bytes);
        const auto opened = SentenceEncoder::open(file);
        QVERIFY(!opened.encoder);
        QCOMPARE(opened.error, u"Cannot use the model %1: %2"_s.arg(file, why));
    }

    void aFileThatWasFoundWholeIsNotReadAgainUntilItIsTouched()
    {
        const QByteArray good = readBertFolder(SmallModel().writeTo(path(u"seal"_s))).model;
        const QString file = path(u"sealed.bin"_s);
        const QString seal = path(u"sealed.txt"_s);
        write(file, good);
        // Not yet: while it is so young, its times do not tell one write from the next.
        QVERIFY(SentenceEncoder::open(file, seal).encoder);
        QVERIFY(!QFile::exists(seal));
        QTRY_VERIFY(SentenceEncoder::open(file, seal).encoder && QFile::exists(seal));
        QCOMPARE(SentenceEncoder::open(file, seal).encoder->digest(), good.last(32));

        QByteArray damaged = good;
        damaged[good.size() / 2] = char(good.at(good.size() / 2) ^ 1);
        write(file, damaged);
        const QString error = u"Cannot use the model %1: it is damaged"_s.arg(file);
        QCOMPARE(SentenceEncoder::open(file, seal).error, error);
        // Also later, when the file is as old as the good one was; only a seal lets it pass.
        QFile itself(file);
        QVERIFY(itself.open(QIODevice::ReadOnly));
        QTRY_VERIFY((FileSeal(path(u"its.txt"_s), itself.handle()).make(), QFile::exists(path(u"its.txt"_s))));
        QCOMPARE(SentenceEncoder::open(file, seal).error, error);
        QVERIFY(SentenceEncoder::open(file, path(u"its.txt"_s)).encoder);
    }

    void aSealThatCannotBeWrittenIsNoError()
    {
        const QByteArray good = readBertFolder(SmallModel().writeTo(path(u"seal"_s))).model;
        const QString file = path(u"unsealed.bin"_s);
        write(file, good);
        const QString old = path(u"old.txt"_s); // so old that it is sealed
        QTRY_VERIFY(SentenceEncoder::open(file, old).encoder && QFile::exists(old));
        QVERIFY(SentenceEncoder::open(file, path(u"nowhere/seal.txt"_s)).encoder);
        write(path(u"foreign.txt"_s), "whole");
        QVERIFY(SentenceEncoder::open(file, path(u"foreign.txt"_s)).encoder);
    }

    void aMissingFileIsSaid()
    {
        const auto opened = SentenceEncoder::open(path(u"nowhere"_s));
        QVERIFY(!opened.encoder);
        QCOMPARE(opened.error, u"Cannot use the model %1: No such file or directory"_s.arg(path(u"nowhere"_s)));
    }

    void aFolderThatDoesNotFitSaysWhy_data()
    {
        QTest::addColumn<SmallModel>("model");
        QTest::addColumn<QString>("why");
        const auto row = [](const char *name, const QString &why, const std::function<void(SmallModel &)> &change) {
            SmallModel model;
            change(model);
            QTest::newRow(name) << model << why;
        };
        row("another kind", u"config.json does not say that it is a BERT model"_s,
            [](SmallModel &model) { model.config[u"model_type"_s] = u"roberta"_s; });
        row("another activation", u"its activation is not GELU"_s,
            [](SmallModel &model) { model.config[u"hidden_act"_s] = u"relu"_s; });
        row("relative positions", u"its positions are not absolute"_s,
            [](SmallModel &model) { model.config[u"position_embedding_type"_s] = u"relative_key"_s; });
        row("cased", u"its tokenizer is not uncased"_s,
            [](SmallModel &model) { model.more[u"tokenizer_config.json"_s] = R"({"do_lower_case": false})"; });
        row("another pooling", u"it does not take the mean over the tokens"_s, [](SmallModel &model) {
            model.more[u"1_Pooling/config.json"_s] =
                R"({"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false})";
        });
        row("a further module", u"its module Dense is not known"_s, [](SmallModel &model) {
            model.more[u"modules.json"_s] = R"([{"type": "sentence_transformers.models.Dense"}])";
        });
        row("no vocabulary", u"it has no vocab.txt that can be read"_s,
            [](SmallModel &model) { model.vocabulary.clear(); });
        row("more words than rows", u"its vocabulary does not fit it"_s,
            [](SmallModel &model) { model.vocabulary += "more\nand\n"; });
        row("a missing tensor", u"model.safetensors has no encoder.layer.0.output.dense.bias"_s,
            [](SmallModel &model) { model.tensors.remove(u"encoder.layer.0.output.dense.bias"_s); });
        row("another shape", u"encoder.layer.0.intermediate.dense.weight has another shape than config.json says"_s,
            [](SmallModel &model) { model.config[u"intermediate_size"_s] = 7; });
        row("another type", u"embeddings.LayerNorm.bias is F16, not F32"_s, [](SmallModel &model) {
            QJsonObject tensor = model.tensors[u"embeddings.LayerNorm.bias"_s].toObject();
            tensor[u"dtype"_s] = u"F16"_s;
            model.tensors[u"embeddings.LayerNorm.bias"_s] = tensor;
        });
        row("cut off", u"model.safetensors is damaged"_s, [](SmallModel &model) { model.data.chop(1); });
        row("no tensors", u"model.safetensors is damaged"_s, [](SmallModel &model) { model.tensors = {}; });
    }

    void aFolderThatDoesNotFitSaysWhy()
    {
        QFETCH(const SmallModel, model);
        QFETCH(const QString, why);
        const QTemporaryDir folder;
        const auto opened = SentenceEncoder::open(model.writeTo(folder.path()));
        QVERIFY(!opened.encoder);
        QVERIFY2(opened.error.startsWith(u"Cannot use the model "_s) && opened.error.endsWith(u": "_s + why),
                 qPrintable(opened.error));
    }
};

QTEST_GUILESS_MAIN(TestModelFile)
#include "tst_model_file.moc"
