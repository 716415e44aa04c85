using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlZk.Bn254.Fields;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Curves;

/// <summary>Evaluates curve equations on lanes: the products there, sums and comparisons on canonical integers.</summary>
/// <remarks>
/// Coordinates are integers x M, M = 2^256. Lanes divide products by R, so x^3 comes out with M^3 / R^2, and y^2 with M^2 / R; one more
/// product, with the integer M, gives both the same factor, and the equation's constant carries it too. Coordinates that are not below q
/// are welcome, up to 2^256: they are judged as residues, and the caller judges their size.
/// </remarks>
/// <typeparam name="TLanes">The tier's Fp.</typeparam>
internal sealed unsafe class LaneMembership<TLanes> : IDisposable
    where TLanes : struct, ILanePrimeField<Fp>
{
    /// <summary>Points per call of <see cref="CheckG1"/> and <see cref="CheckG2"/>, at most.</summary>
    public const int MaximumPoints = 64;

    private const int Buffers = 14;
    private const int Alignment = 64;

    private readonly int _blocks = MaximumPoints / TLanes.Lanes;
    private readonly nuint _stride;
    private readonly ulong* _memory;
    private readonly ulong* _scale;
    private readonly Fp* _elements;
    private readonly Fp _constant;
    private readonly Fp2 _twistConstant;

    public LaneMembership()
    {
        _stride = (nuint)(_blocks * TLanes.BlockLength);
        nuint words = (_stride * (Buffers + 1)) + (Buffers * MaximumPoints * 4);
        _memory = (ulong*)NativeMemory.AlignedAlloc(words * sizeof(ulong), Alignment);
        _scale = _memory + (_stride * Buffers);
        _elements = (Fp*)(_scale + _stride);
        Fp factor = Fp.FromUInt64(2).Pow([256]);
        for (int i = 0; i < _blocks; i++)
        {
            for (int lane = 0; lane < TLanes.Lanes; lane++) TLanes.WriteInteger(_scale + (i * TLanes.BlockLength), lane, factor);
        }

        // M^3 / R^2 as an integer is, in Montgomery form, (M / R)^2.
        Fp ratio = Fp.FromUInt64(2).Pow([(ulong)TLanes.RadixBits - 256]).Inverse().Square();
        _constant = Fp.FromUInt64(3) * ratio;
        _twistConstant = TwistConstants.B * ratio;
    }

    /// <summary>Bit i is set when point i, a finite one, does not satisfy y^2 = x^3 + 3; of infinity too.</summary>
    public ulong CheckG1(ReadOnlySpan<G1Affine> points)
    {
        Fp* x = Elements(0), y = Elements(1);
        for (int i = 0; i < MaximumPoints; i++)
        {
            // A short run is filled up with its last point.
            ref readonly G1Affine point = ref points[Math.Min(i, points.Length - 1)];
            x[i] = point.X;
            y[i] = point.Y;
        }

        ulong* lx = Lanes(0), ly = Lanes(1), cube = Lanes(2), square = Lanes(3);
        TLanes.Load(lx, (ulong*)x, _blocks);
        TLanes.Load(ly, (ulong*)y, _blocks);
        TLanes.Square(cube, lx, _blocks);
        TLanes.Multiply(cube, cube, lx, _blocks);
        TLanes.Square(square, ly, _blocks);
        TLanes.Multiply(square, square, _scale, _blocks);
        TLanes.Store((ulong*)x, cube, _blocks);
        TLanes.Store((ulong*)y, square, _blocks);
        ulong bad = 0;
        for (int i = 0; i < points.Length; i++)
        {
            if (y[i] != x[i] + _constant) bad |= 1UL << i;
        }

        return bad;
    }

    /// <summary>Bit i is set when point i, a finite one, does not satisfy the twist's equation; of infinity too.</summary>
    public ulong CheckG2(ReadOnlySpan<G2Affine> points)
    {
        Fp* x0 = Elements(0), x1 = Elements(1), y0 = Elements(2), y1 = Elements(3);
        for (int i = 0; i < MaximumPoints; i++)
        {
            ref readonly G2Affine point = ref points[Math.Min(i, points.Length - 1)];
            (x0[i], x1[i], y0[i], y1[i]) = (point.X.C0, point.X.C1, point.Y.C0, point.Y.C1);
        }

        for (int i = 0; i < 4; i++) TLanes.Load(Lanes(i), (ulong*)Elements(i), _blocks);

        // (x0 + x1 u)^3 = x0^3 - 3 x0 x1^2 + (3 x0^2 x1 - x1^3) u.
        ulong* square0 = Lanes(4), square1 = Lanes(5);
        TLanes.Square(square0, Lanes(0), _blocks);
        TLanes.Square(square1, Lanes(1), _blocks);
        Product(0, square0, Lanes(0));
        Product(1, square1, Lanes(0));
        Product(2, square0, Lanes(1));
        Product(3, square1, Lanes(1));

        // (y0 + y1 u)^2 = y0^2 - y1^2 + 2 y0 y1 u.
        TLanes.Square(square0, Lanes(2), _blocks);
        Product(4, square0, _scale);
        TLanes.Square(square1, Lanes(3), _blocks);
        Product(5, square1, _scale);
        TLanes.Multiply(square0, Lanes(2), Lanes(3), _blocks);
        Product(6, square0, _scale);

        Fp* cube0 = Elements(0), mixed0 = Elements(1), mixed1 = Elements(2), cube1 = Elements(3);
        Fp* squareY0 = Elements(4), squareY1 = Elements(5), mixedY = Elements(6);
        ulong bad = 0;
        for (int i = 0; i < points.Length; i++)
        {
            Fp left0 = squareY0[i] - squareY1[i], left1 = mixedY[i].Double();
            Fp right0 = cube0[i] - mixed0[i].Double() - mixed0[i] + _twistConstant.C0;
            Fp right1 = mixed1[i].Double() + mixed1[i] - cube1[i] + _twistConstant.C1;
            if (left0 != right0 || left1 != right1) bad |= 1UL << i;
        }

        return bad;
    }

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.AlignedFree(_memory);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Product(int to, ulong* a, ulong* b)
    {
        ulong* product = Lanes(Buffers - 1);
        TLanes.Multiply(product, a, b, _blocks);
        TLanes.Store((ulong*)Elements(to), product, _blocks);
    }

    private ulong* Lanes(int buffer) => _memory + ((nuint)buffer * _stride);

    private Fp* Elements(int buffer) => _elements + (buffer * MaximumPoints);
}
