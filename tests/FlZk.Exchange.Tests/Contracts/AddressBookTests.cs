using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Tests.Chain;
using FlZk.Platform.Files;

namespace FlZk.Exchange.Tests.Contracts;

public sealed class AddressBookTests(TestExchange exchange)
{
    [Fact]
    public void A_book_read_is_the_book_written()
    {
        string file = Path.Combine(exchange.NewFolder(), "book.json");
        exchange.Book.Write(file);
        AddressBook read = AddressBook.Read(file);
        Assert.Equal(exchange.Book.Addresses, read.Addresses);
        Assert.Equal(exchange.Book.Parameters, read.Parameters);
        Assert.Equal(exchange.Book.Verifiers, read.Verifiers);
        Assert.Equal(exchange.Book.Implementations.OrderBy(static i => i.Key), read.Implementations.OrderBy(static i => i.Key));
        Assert.Equal(
            (exchange.Book.Genesis, exchange.Book.Deployer, exchange.Book.DeployedAt, exchange.Book.Sources),
            (read.Genesis, read.Deployer, read.DeployedAt, read.Sources));
        Assert.Equal(10, read.Implementations.Count);
    }

    [Theory]
    [InlineData("flzk/address-book/1", "flzk/address-book/2", "schema")]
    [InlineData("\"deployer\"", "\"deployr\"", "deployr")]
    [InlineData("\"deployedAt\": \"", "\"deployedAt\": \"-", "deployedAt")]
    [InlineData("\"name\": \"Reputation\"", "\"name\": \"Reputations\"", "Reputation is missing")]
    [InlineData("\"name\": \"Reputation\"", "\"name\": \"StakeVault\"", "StakeVault has two")]
    [InlineData("\"kind\": \"aggregate\"", "\"kind\": \"other\"", "kind")]
    [InlineData("\"quorumPercent\"", "\"quorum\"", "quorum")]
    [InlineData("\"chainId\": \"31337\"", "\"chainId\": 31337", "chainId")]
    [InlineData("\"chainId\": \"31337\"", "\"chainId\": \"31337\", \"chainId\": \"1\"", "twice")]
    [InlineData("\"unbondingDelay\": \"", "\"unbondingDelay\": \"0", "")]
    public void A_book_that_is_not_in_order_is_refused_with_the_propertys_name(string good, string bad, string reason)
    {
        string file = Path.Combine(exchange.NewFolder(), "book.json");
        exchange.Book.Write(file);
        string text = File.ReadAllText(file);
        Assert.Contains(good, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(good, bad, StringComparison.Ordinal));
        if (reason.Length == 0)
        {
            // A leading zero is the same number.
            AddressBook.Read(file);
            return;
        }

        FileFormatException refusal = Assert.Throws<FileFormatException>(() => AddressBook.Read(file));
        Assert.Contains("book.json", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zero_address_or_a_wrong_checksum_is_refused()
    {
        string file = Path.Combine(exchange.NewFolder(), "book.json");
        exchange.Book.Write(file);
        string text = File.ReadAllText(file);
        string vault = exchange.Addresses.StakeVault.ToString();
        File.WriteAllText(file, text.Replace(vault, default(Address).ToString(), StringComparison.Ordinal));
        Assert.Contains(
            "other than zero", Assert.Throws<FileFormatException>(() => AddressBook.Read(file)).Message, StringComparison.Ordinal);
        char[] swapped = [.. vault.Select(
            static (c, i) => i < 2 ? c : char.IsLower(c) ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c))];
        File.WriteAllText(file, text.Replace(vault, new string(swapped), StringComparison.Ordinal));
        Assert.Contains("address", Assert.Throws<FileFormatException>(() => AddressBook.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_exchange_alone_leads_to_every_contract_and_a_book_of_other_ones_is_refused()
    {
        using var web3 = new Web3(exchange.Url);
        ExchangeContracts found = await ExchangeContracts.OpenAsync(web3, exchange.Addresses.Exchange);
        Assert.Equal(exchange.Addresses, found.Addresses);
        Assert.Equal(exchange.Addresses, (await exchange.Book.OpenAsync(web3)).Addresses);

        AddressBook mixed = exchange.Book with { Addresses = exchange.Addresses with { Oracle = exchange.Addresses.Marketplace } };
        Assert.Contains(
            "no whole exchange", (await Assert.ThrowsAsync<ChainException>(() => mixed.OpenAsync(web3))).Message, StringComparison.Ordinal);
        AddressBook elsewhere = exchange.Book with { Addresses = exchange.Addresses with { ChainId = 1 } };
        Assert.Contains(
            "chain 1", (await Assert.ThrowsAsync<ChainException>(() => elsewhere.OpenAsync(web3))).Message, StringComparison.Ordinal);
        AddressBook restarted = exchange.Book with { Genesis = Keccak256.Hash("another") };
        Assert.Contains(
            "started anew", (await Assert.ThrowsAsync<ChainException>(() => restarted.OpenAsync(web3))).Message, StringComparison.Ordinal);
    }
}
