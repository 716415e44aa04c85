using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.Accounts;
using FlZk.Exchange.Committees;

namespace FlZk.Exchange.Tests.Committees;

public sealed class BeaconKeyTests
{
    private const ulong Chain = 31337;
    private static readonly Address Selector = Address.Parse("0x00000000000000000000000000000000005e1ec7");
    private static readonly Account Aggregator = Account.FromPrivateKey(new string('1', 64));

    [Fact]
    public void A_signature_verifies_under_its_key_message_and_use_only()
    {
        var key = BeaconSecretKey.Create();
        G1Affine signature = key.Sign([1, 2, 3]);
        Assert.True(key.PublicKey.Verifies([1, 2, 3], signature));
        Assert.False(key.PublicKey.Verifies([1, 2], signature));
        Assert.False(BeaconSecretKey.Create().PublicKey.Verifies([1, 2, 3], signature));
        Assert.False(key.PublicKey.Verifies([1, 2, 3], -signature));
        Assert.False(key.PublicKey.Verifies([1, 2, 3], HashToCurve.HashToG1([1, 2, 3], BeaconMessages.PossessionTag) * Fr.FromUInt64(5)));
    }

    [Fact]
    public void Infinity_is_neither_a_key_nor_a_signature()
    {
        Assert.False(new BeaconPublicKey(G2Affine.Infinity).IsValid);
        Assert.False(new BeaconPublicKey(G2Affine.Infinity).Verifies([1], G1Affine.Infinity));
        Assert.False(BeaconSecretKey.Create().PublicKey.Verifies([1], G1Affine.Infinity));
    }

    [Fact]
    public void Possession_is_proved_for_one_account_contract_and_chain()
    {
        var key = BeaconSecretKey.Create();
        Address account = Aggregator.Address;
        G1Affine possession = key.ProvePossession(Chain, Selector, account);
        Assert.True(key.PublicKey.VerifiesPossession(Chain, Selector, account, possession));
        Assert.False(key.PublicKey.VerifiesPossession(Chain + 1, Selector, account, possession));
        Assert.False(key.PublicKey.VerifiesPossession(Chain, account, account, possession));
        Assert.False(key.PublicKey.VerifiesPossession(Chain, Selector, Selector, possession));

        // The signature of the same bytes is no proof of possession.
        G1Affine signature = key.Sign(BeaconMessages.OfPossession(Chain, Selector, account, key.PublicKey));
        Assert.False(key.PublicKey.VerifiesPossession(Chain, Selector, account, signature));
    }

    [Fact]
    public void An_account_always_derives_the_same_key_and_another_for_everything_else()
    {
        BeaconPublicKey key = BeaconSecretKey.FromAccount(Aggregator, Chain, Selector).PublicKey;
        Assert.Equal(key, BeaconSecretKey.FromAccount(Aggregator, Chain, Selector).PublicKey);
        BeaconPublicKey[] others =
        [
            BeaconSecretKey.FromAccount(Aggregator, Chain, Selector, 2).PublicKey,
            BeaconSecretKey.FromAccount(Aggregator, Chain + 1, Selector).PublicKey,
            BeaconSecretKey.FromAccount(Aggregator, Chain, Address.Zero).PublicKey,
            BeaconSecretKey.FromAccount(Account.FromPrivateKey(new string('2', 64)), Chain, Selector).PublicKey,
        ];
        Assert.DoesNotContain(key, others);
        Assert.Throws<ArgumentOutOfRangeException>(() => BeaconSecretKey.FromAccount(Aggregator, Chain, Selector, 0));
    }

    [Fact]
    public void A_key_is_kept_as_32_bytes()
    {
        var key = BeaconSecretKey.Create();
        Assert.Equal(key.PublicKey, BeaconSecretKey.FromBytes(key.ToArray()).PublicKey);
        byte[] order = Convert.FromHexString("30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001");
        Assert.Throws<ArgumentException>(() => BeaconSecretKey.FromBytes(order));
        Assert.Throws<ArgumentException>(() => BeaconSecretKey.FromBytes(new byte[32]));
        Assert.Throws<ArgumentException>(() => BeaconSecretKey.FromBytes(new byte[31]));
    }
}
