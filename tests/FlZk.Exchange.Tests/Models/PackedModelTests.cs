using CsCheck;
using FlZk.Exchange.Models;

namespace FlZk.Exchange.Tests.Models;

public sealed class PackedModelTests
{
    [Fact]
    public void Unpacking_what_was_packed_gives_it_back() =>
        Gen.Select(Gen.Int[1, 4].Select(static bytes => 8 * bytes), Gen.Int.Array[0, 40]).Sample(static (bits, values) =>
        {
            int[] fitting = [.. values.Select(v => v >> (32 - bits))];
            byte[] packed = PackedModel.Pack(fitting, bits);
            Assert.Equal(fitting.Length * bits / 8, packed.Length);
            Assert.True(PackedModel.TryUnpack(packed, fitting.Length, bits, out int[] unpacked));
            Assert.Equal(fitting, unpacked);
        });

    [Fact]
    public void The_form_is_big_endian_twos_complement() =>
        Assert.Equal(
            [0x80, 0, 0, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1, 0x7f, 0xff, 0xff], PackedModel.Pack([-8_388_608, -1, 0, 1, 8_388_607], 24));

    [Theory]
    [InlineData(8_388_608)]
    [InlineData(-8_388_609)]
    public void A_value_that_does_not_fit_is_refused(int value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PackedModel.Pack([0, value], 24));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(7)]
    public void Another_length_is_refused(int length) => Assert.False(PackedModel.TryUnpack(new byte[length], 2, 24, out _));
}
