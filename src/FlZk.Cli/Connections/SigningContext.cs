using System.CommandLine;
using System.Numerics;
using FlZk.Ethereum.Accounts;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Connections;

/// <summary>What a signature is made with.</summary>
/// <param name="Parsed">The options' values.</param>
/// <param name="Account">Who signs.</param>
/// <param name="Addresses">The exchange.</param>
/// <param name="Nonce">The signer's nonce.</param>
/// <param name="Deadline">Last moment at which the signature is to hold.</param>
internal sealed record SigningContext(
    ParseResult Parsed, Account Account, ExchangeAddresses Addresses, BigInteger Nonce, DateTimeOffset Deadline);
