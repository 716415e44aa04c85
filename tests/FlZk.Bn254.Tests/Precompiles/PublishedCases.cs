using System.Numerics;

namespace FlZk.Bn254.Tests.Precompiles;

/// <summary>
/// Published inputs and outputs of the precompiled contracts of EIP-196 and EIP-197, the cases of the Ethereum clients (named there chfast,
/// cdetrio, jeff, two_point_match and one_point): this library gives the published answers, and so does a live EVM.
/// </summary>
public sealed class PublishedCases(AnvilFixture evm) : IClassFixture<AnvilFixture>
{
    private const int EcAdd = 6;
    private const int EcMul = 7;
    private const int EcPairing = 8;

    public static TheoryData<string, string> Sums => new()
    {
        {
            """
            18b18acfb4c2c30276db5411368e7185b311dd124691610c5d3b74034e093dc9 063c909c4720840cb5134cb9f59fa749755796819658d32efc0d288198f37266
            07c2b7f58a84bd6145f00c9c2bc0bb1a187f20ff2c92963a88019e7c6a014eed 06614e20c147e940f2d70da3f74c9a17df361706a4485c742bd6788478fa17d7
            """,
            """
            2243525c5efd4b9c3d3c45ac0ca3fe4dd85e830a4ce6b65fa1eeaee202839703 301d1d33be6da8e509df21cc35964723180eed7532537db9ae5e7d48f195c915
            """
        },
        {
            """
            2243525c5efd4b9c3d3c45ac0ca3fe4dd85e830a4ce6b65fa1eeaee202839703 301d1d33be6da8e509df21cc35964723180eed7532537db9ae5e7d48f195c915
            18b18acfb4c2c30276db5411368e7185b311dd124691610c5d3b74034e093dc9 063c909c4720840cb5134cb9f59fa749755796819658d32efc0d288198f37266
            """,
            """
            2bd3e6d0f3b142924f5ca7b49ce5b9d54c4703d7ae5648e61d02268b1a0a9fb7 21611ce0a6af85915e2f1d70300909ce2e49dfad4a4619c8390cae66cefdb204
            """
        },
        {
            """
            0000000000000000000000000000000000000000000000000000000000000001 0000000000000000000000000000000000000000000000000000000000000002
            0000000000000000000000000000000000000000000000000000000000000001 0000000000000000000000000000000000000000000000000000000000000002
            """,
            """
            030644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd3 15ed738c0e0a7c92e7845f96b2ae9c0a68a6a449e3538fc7ff3ebf7a5a18a2c4
            """
        },
        {
            """
            17c139df0efee0f766bc0204762b774362e4ded88953a39ce849a8a7fa163fa9 01e0559bacb160664764a357af8a9fe70baa9258e0b959273ffc5718c6d4cc7c
            039730ea8dff1254c0fee9c0ea777d29a9c710b7e616683f194f18c43b43b869 073a5ffcc6fc7a28c30723d6e58ce577356982d65b833a5a5c15bf9024b43d98
            """,
            """
            15bf2bb17880144b5d1cd2b1f46eff9d617bffd1ca57c37fb5a49bd84e53cf66 049c797f9ce0d17083deb32b5e36f2ea2a212ee036598dd7624c168993d1355f
            """
        },
        {
            """
            17c139df0efee0f766bc0204762b774362e4ded88953a39ce849a8a7fa163fa9 01e0559bacb160664764a357af8a9fe70baa9258e0b959273ffc5718c6d4cc7c
            17c139df0efee0f766bc0204762b774362e4ded88953a39ce849a8a7fa163fa9 2e83f8d734803fc370eba25ed1f6b8768bd6d83887b87165fc2434fe11a830cb
            """,
            """
            0000000000000000000000000000000000000000000000000000000000000000 0000000000000000000000000000000000000000000000000000000000000000
            """
        },
    };

    public static TheoryData<string, string> Multiples => new()
    {
        {
            """
            2bd3e6d0f3b142924f5ca7b49ce5b9d54c4703d7ae5648e61d02268b1a0a9fb7 21611ce0a6af85915e2f1d70300909ce2e49dfad4a4619c8390cae66cefdb204
            00000000000000000000000000000000000000000000000011138ce750fa15c2
            """,
            """
            070a8d6a982153cae4be29d434e8faef8a47b274a053f5a4ee2a6c9c13c31e5c 031b8ce914eba3a9ffb989f9cdd5b0f01943074bf4f0f315690ec3cec6981afc
            """
        },
        {
            """
            070a8d6a982153cae4be29d434e8faef8a47b274a053f5a4ee2a6c9c13c31e5c 031b8ce914eba3a9ffb989f9cdd5b0f01943074bf4f0f315690ec3cec6981afc
            30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd46
            """,
            """
            025a6f4181d2b4ea8b724290ffb40156eb0adb514c688556eb79cdea0752c2bb 2eff3f31dea215f1eb86023a133a996eb6300b44da664d64251d05381bb8a02e
            """
        },
        {
            """
            025a6f4181d2b4ea8b724290ffb40156eb0adb514c688556eb79cdea0752c2bb 2eff3f31dea215f1eb86023a133a996eb6300b44da664d64251d05381bb8a02e
            183227397098d014dc2822db40c0ac2ecbc0b548b438e5469e10460b6c3e7ea3
            """,
            """
            14789d0d4a730b354403b5fac948113739e276c23e0258d8596ee72f9cd9d323 0af18a63153e0ec25ff9f2951dd3fa90ed0197bfef6e2a1a62b5095b9d2b4a27
            """
        },
        {
            """
            1a87b0584ce92f4593d161480614f2989035225609f08058ccfa3d0f940febe3 1a2f3c951f6dadcc7ee9007dff81504b0fcd6d7cf59996efdc33d92bf7f9f8f6
            ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
            """,
            """
            2cde5879ba6f13c0b5aa4ef627f159a3347df9722efce88a9afbb20b763b4c41 1aa7e43076f6aee272755a7f9b84832e71559ba0d2e0b17d5f9f01755e5b0d11
            """
        },
        {
            """
            1a87b0584ce92f4593d161480614f2989035225609f08058ccfa3d0f940febe3 1a2f3c951f6dadcc7ee9007dff81504b0fcd6d7cf59996efdc33d92bf7f9f8f6
            30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000000
            """,
            """
            1a87b0584ce92f4593d161480614f2989035225609f08058ccfa3d0f940febe3 163511ddc1c3f25d396745388200081287b3fd1472d8339d5fecb2eae0830451
            """
        },
        {
            """
            039730ea8dff1254c0fee9c0ea777d29a9c710b7e616683f194f18c43b43b869 073a5ffcc6fc7a28c30723d6e58ce577356982d65b833a5a5c15bf9024b43d98
            0000000000000000000000000000000100000000000000000000000000000000
            """,
            """
            1071b63011e8c222c5a771dfa03c2e11aac9666dd097f2c620852c3951a4376a 2f46fe2f73e1cf310a168d56baa5575a8319389d7bfa6b29ee2d908305791434
            """
        },
        {
            """
            17c139df0efee0f766bc0204762b774362e4ded88953a39ce849a8a7fa163fa9 01e0559bacb160664764a357af8a9fe70baa9258e0b959273ffc5718c6d4cc7c
            0000000000000000000000000000000000000000000000000000000000000009
            """,
            """
            228e687a379ba154554040f8821f4e41ee2be287c201aa9c3bc02c9dd12f1e69 1e0fd6ee672d04cfd924ed8fdc7ba5f2d06c53c1edc30f65f2af5a5b97f0a76a
            """
        },
    };

    public static TheoryData<string, bool> Products => new()
    {
        {
            """
            1c76476f4def4bb94541d57ebba1193381ffa7aa76ada664dd31c16024c43f59 3034dd2920f673e204fee2811c678745fc819b55d3e9d294e45c9b03a76aef41
            209dd15ebff5d46c4bd888e51a93cf99a7329636c63514396b4a452003a35bf7 04bf11ca01483bfa8b34b43561848d28905960114c8ac04049af4b6315a41678
            2bb8324af6cfc93537a2ad1a445cfd0ca2a71acd7ac41fadbf933c2a51be344d 120a2a4cf30c1bf9845f20c6fe39e07ea2cce61f0c9bb048165fe5e4de877550
            111e129f1cf1097710d41c4ac70fcdfa5ba2023c6ff1cbeac322de49d1b6df7c 2032c61a830e3c17286de9462bf242fca2883585b93870a73853face6a6bf411
            198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2 1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed
            090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b 12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa
            """,
            true
        },
        {
            """
            1c76476f4def4bb94541d57ebba1193381ffa7aa76ada664dd31c16024c43f59 3034dd2920f673e204fee2811c678745fc819b55d3e9d294e45c9b03a76aef41
            209dd15ebff5d46c4bd888e51a93cf99a7329636c63514396b4a452003a35bf7 04bf11ca01483bfa8b34b43561848d28905960114c8ac04049af4b6315a41678
            2bb8324af6cfc93537a2ad1a445cfd0ca2a71acd7ac41fadbf933c2a51be344d 120a2a4cf30c1bf9845f20c6fe39e07ea2cce61f0c9bb048165fe5e4de877550
            111e129f1cf1097710d41c4ac70fcdfa5ba2023c6ff1cbeac322de49d1b6df7c 103188585e2364128fe25c70558f1560f4f9350baf3959e603cc91486e110936
            198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2 1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed
            090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b 12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa
            """,
            false
        },
        {
            """
            0000000000000000000000000000000000000000000000000000000000000001 0000000000000000000000000000000000000000000000000000000000000002
            203e205db4f19b37b60121b83a7333706db86431c6d835849957ed8c3928ad79 27dc7234fd11d3e8c36c59277c3e6f149d5cd3cfa9a62aee49f8130962b4b3b9
            195e8aa5b7827463722b8c153931579d3505566b4edf48d498e185f0509de152 04bb53b8977e5f92a0bc372742c4830944a59b4fe6b1c0466e2a6dad122b5d2e
            030644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd3 1a76dae6d3272396d0cbe61fced2bc532edac647851e3ac53ce1cc9c7e645a83
            198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2 1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed
            090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b 12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa
            """,
            true
        },
        {
            """
            105456a333e6d636854f987ea7bb713dfd0ae8371a72aea313ae0c32c0bf1016 0cf031d41b41557f3e7e3ba0c51bebe5da8e6ecd855ec50fc87efcdeac168bcc
            0476be093a6d2b4bbf907172049874af11e1b6267606e00804d3ff0037ec57fd 3010c68cb50161b7d1d96bb71edfec9880171954e56871abf3d93cc94d745fa1
            14c059d74e5b6c4ec14ae5864ebe23a71781d86c29fb8fb6cce94f70d3de7a21 01b33461f39d9e887dbb100f170a2345dde3c07e256d1dfa2b657ba5cd030427
            0000000000000000000000000000000000000000000000000000000000000001 0000000000000000000000000000000000000000000000000000000000000002
            1a2c3013d2ea92e13c800cde68ef56a294b883f6ac35d25f587c09b1b3c635f7 290158a80cd3d66530f74dc94c94adb88f5cdb481acca997b6e60071f08a115f
            2f997f3dbd66a7afe07fe7862ce239edba9e05c5afff7f8a1259c9733b2dfbb9 29d1691530ca701b4a106054688728c9972c8512e9789e9567aae23e302ccd75
            """,
            true
        },
        {
            """
            0000000000000000000000000000000000000000000000000000000000000001 0000000000000000000000000000000000000000000000000000000000000002
            198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2 1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed
            090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b 12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa
            """,
            false
        },
    };

    [Theory]
    [MemberData(nameof(Sums))]
    public async Task EcAdd_gives_the_published_sum(string input, string expected)
    {
        byte[] bytes = Bytes(input), sum = new byte[64];
        (First(bytes, 0) + First(bytes, 64)).WriteUncompressed(sum);
        Assert.Equal(Bytes(expected), sum);
        Assert.Equal(Bytes(expected), await evm.CallAsync(EcAdd, bytes));
    }

    [Theory]
    [MemberData(nameof(Multiples))]
    public async Task EcMul_gives_the_published_multiple(string input, string expected)
    {
        byte[] bytes = Bytes(input), multiple = new byte[64];
        var scalar = new BigInteger(bytes.AsSpan(64), isUnsigned: true, isBigEndian: true);
        (First(bytes, 0) * Fr.FromBigInteger(scalar)).WriteUncompressed(multiple);
        Assert.Equal(Bytes(expected), multiple);
        Assert.Equal(Bytes(expected), await evm.CallAsync(EcMul, bytes));
    }

    [Theory]
    [MemberData(nameof(Products))]
    public async Task EcPairing_gives_the_published_verdict(string input, bool expected)
    {
        const int pairLength = 192;
        byte[] bytes = Bytes(input), word = new byte[32];
        var left = new G1Affine[bytes.Length / pairLength];
        var right = new G2Affine[left.Length];
        for (int i = 0; i < left.Length; i++)
        {
            left[i] = First(bytes, i * pairLength);
            Assert.True(G2Affine.TryReadUncompressed(bytes.AsSpan((i * pairLength) + 64, 128), out right[i]));
        }

        Assert.Equal(expected, Pairing.ProductIsOne(left, right));
        word[31] = expected ? (byte)1 : (byte)0;
        Assert.Equal(word, await evm.CallAsync(EcPairing, bytes));
    }

    private static G1Affine First(byte[] bytes, int at)
    {
        Assert.True(G1Affine.TryReadUncompressed(bytes.AsSpan(at, 64), out G1Affine point));
        return point;
    }

    private static byte[] Bytes(string words) => Convert.FromHexString(string.Concat(words.Where(char.IsAsciiHexDigit)));
}
