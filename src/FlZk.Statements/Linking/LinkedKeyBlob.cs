using System.Buffers.Binary;
using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform.Files;

namespace FlZk.Statements;

/// <summary>The word layout of <see cref="LinkedKey"/>, shared with the Solidity verifiers.</summary>
internal static class LinkedKeyBlob
{
    private const int WordLength = 32;
    private const int WordsBeforeRows = 23;
    private const int WordsPerRow = 4;

    public static byte[] Write(LinkedKeyParts key)
    {
        var blob = new byte[WordLength * (WordsBeforeRows + (WordsPerRow * key.Shape.RowCount))];
        int at = 0;
        void Word(int value)
        {
            BinaryPrimitives.WriteInt32BigEndian(blob.AsSpan(at + WordLength - sizeof(int)), value);
            at += WordLength;
        }

        void Hash(KeccakHash hash)
        {
            hash.CopyTo(blob.AsSpan(at));
            at += WordLength;
        }

        void First(G1Affine point)
        {
            point.WriteUncompressed(blob.AsSpan(at));
            at += G1Affine.UncompressedLength;
        }

        void Second(G2Affine point)
        {
            point.WriteUncompressed(blob.AsSpan(at));
            at += G2Affine.UncompressedLength;
        }

        Word(key.Shape.Dimension);
        Word(key.Shape.ChunkSize);
        Word(key.Shape.Chunks);
        Word(key.ValueBits);
        Word(key.ScalarBits);
        Hash(key.Groth16KeyHash);
        Hash(key.LinkKeyHash);
        First(key.Alpha);
        Second(key.Beta);
        Second(key.Delta);
        First(key.ConstantBase);
        First(key.ContextBase);
        First(key.ScalarBase);
        foreach (G2Affine row in key.Link.Rows.Span) Second(row);
        return blob;
    }

    public static LinkedKeyParts Read(LinkedKeyKind kind, ReadOnlySpan<byte> blob, KeyOrigin origin, string name)
    {
        int fixedWords = WordsBeforeRows + (WordsPerRow * LinkShape.CommitmentRows(kind.Statement));
        if (blob.Length < WordLength * fixedWords || blob.Length % WordLength != 0)
        {
            throw new FileFormatException(
                name, $"{blob.Length} bytes are no key blob, which has {fixedWords} + 4 M words of {WordLength} bytes.");
        }
        var cursor = new Cursor(blob, name);
        var shape = new LinkShape(
            cursor.Word("the number of parameters", 1, LinkShape.MaximumDimension),
            cursor.Word("the chunk size", 1, LinkShape.MaximumDimension),
            kind.Statement);
        int chunks = cursor.Word("the number of chunks", 1, LinkShape.MaximumDimension);
        if (chunks != shape.Chunks)
        {
            throw new FileFormatException(
                name, $"{shape.Dimension} parameters in chunks of {shape.ChunkSize} are {shape.Chunks} chunks, not {chunks}.");
        }
        long words = fixedWords + ((long)WordsPerRow * chunks);
        if (blob.Length != WordLength * words)
            throw new FileFormatException(name, $"a key for {chunks} chunks has {words} words, not {blob.Length / WordLength}.");
        int valueBits = cursor.Word("the value bits", 2, 32);
        int scalarBits = cursor.Word($"the {kind.ScalarBits}", 1, kind.MaximumScalarBits);
        KeccakHash circuitHash = cursor.Hash();
        KeccakHash linkHash = cursor.Hash();
        G1Affine alpha = cursor.First("alpha");
        G2Affine beta = cursor.Second("beta");
        G2Affine delta = cursor.Second("delta");
        G1Affine constant = cursor.First("IC_0");
        G1Affine context = cursor.First("IC_ctx");
        G1Affine scalar = cursor.First(kind.ScalarBase);
        var rows = new G2Affine[shape.RowCount];
        for (int row = 0; row < rows.Length; row++) rows[row] = cursor.Second($"row key {row}");
        LinkedKeyParts key = new(
            kind, shape, valueBits, scalarBits, circuitHash, linkHash, alpha, beta, delta, constant, context, scalar,
            new LinkVerificationKey(shape, rows), origin);
        RequireSound(key, name);
        return key;
    }

    /// <summary>Requires what the contract requires of a key whose points are well-formed: those that must differ do.</summary>
    /// <exception cref="KeyException">
    /// Of gamma, beta, delta and the row keys two are equal or opposite, or of IC_0, IC_ctx and the scalar's IC.
    /// </exception>
    public static void RequireSound(LinkedKeyParts key, string name)
    {
        if (key.Delta.X == G2Affine.Generator.X)
            throw new KeyException($"{name}: delta equals gamma or its opposite; anyone can forge under this key.");
        if (key.Beta.X == G2Affine.Generator.X || key.Beta.X == key.Delta.X)
            throw new KeyException($"{name}: beta equals gamma or delta, or the opposite of one.");
        ReadOnlySpan<G1Affine> bases = [key.ConstantBase, key.ContextBase, key.ScalarBase];
        for (int i = 0; i < bases.Length; i++)
        {
            for (int k = 0; k < i; k++)
            {
                if (bases[i].X == bases[k].X) throw new KeyException($"{name}: two input bases are equal or opposite.");
            }
        }

        ReadOnlySpan<G2Affine> rows = key.Link.Rows.Span;
        LinkKeyColumns.RequireRowKeys(rows, key.Shape.RowCount, name);
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row].X == key.Beta.X || rows[row].X == key.Delta.X)
                throw new KeyException($"{name}: row key {row} equals beta or delta, or the opposite of one.");
        }
    }

    private ref struct Cursor(ReadOnlySpan<byte> blob, string name)
    {
        private readonly ReadOnlySpan<byte> _blob = blob;
        private int _at;

        public int Word(string what, int minimum, int maximum)
        {
            ReadOnlySpan<byte> word = _blob.Slice(_at, WordLength);
            uint value = BinaryPrimitives.ReadUInt32BigEndian(word[28..]);
            if (word[..28].ContainsAnyExcept((byte)0) || value < minimum || value > maximum)
                throw new FileFormatException(name, $"{what} is outside [{minimum}, {maximum}].", _at);
            _at += WordLength;
            return (int)value;
        }

        public KeccakHash Hash()
        {
            var hash = new KeccakHash(_blob.Slice(_at, WordLength));
            _at += WordLength;
            return hash;
        }

        public G1Affine First(string what)
        {
            if (!G1Affine.TryReadUncompressed(_blob.Slice(_at, G1Affine.UncompressedLength), out G1Affine point) || point.IsInfinity)
                throw new FileFormatException(name, $"{what} is not a point of G1 other than infinity.", _at);
            _at += G1Affine.UncompressedLength;
            return point;
        }

        public G2Affine Second(string what)
        {
            if (!G2Affine.TryReadUncompressed(_blob.Slice(_at, G2Affine.UncompressedLength), out G2Affine point) || point.IsInfinity)
                throw new FileFormatException(name, $"{what} is not a point of G2 other than infinity.", _at);
            _at += G2Affine.UncompressedLength;
            return point;
        }
    }
}
