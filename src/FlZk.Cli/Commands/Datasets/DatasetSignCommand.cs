using System.Numerics;
using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Connections;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Signatures;

namespace FlZk.Cli.Commands.Datasets;

/// <summary><c>flzk dataset sign</c>: an attestation that another account sends.</summary>
internal sealed class DatasetSignCommand : SigningCommand
{
    private readonly ScoreOptions _options = new();

    public DatasetSignCommand()
        : base(
            expires: true,
            "sign",
            "Sign an attestation of a data set (EIP-712) that anybody can send. Sends nothing.",
            "flzk dataset sign 4 --score 87.5 --report report.pdf --out attestation.json --book exchange.json --keystore attester.json",
            "flzk dataset sign 4 --score 87.5 --report report.pdf --nonce 0 --valid-for 7d --out attestation.json --book exchange.json "
            + "--keystore attester.json")
    {
        AddAll(_options.Dataset, _options.Score, _options.Report);
    }

    protected override Task<BigInteger> NonceAsync(ExchangeContracts contracts, Address signer, CancellationToken cancellation) =>
        contracts.Oracle.NonceOfAsync(signer, cancellation);

    protected override (SignedMessage Message, string Sentence) Sign(SigningContext context)
    {
        (ulong dataset, int score, Hash32 report) = _options.Read(context.Parsed);
        SignedAttestation attestation = new SignedAttestation
        {
            ChainId = context.Addresses.ChainId,
            Contract = context.Addresses.Oracle,
            Attester = context.Account.Address,
            Dataset = dataset,
            Score = score,
            ReportHash = report,
            Nonce = context.Nonce,
            Deadline = context.Deadline,
        }.Sign(context.Account);
        return (attestation, $"{attestation.Attester} attests {JobText.Percentage(score)} to data set {dataset}, to be sent until "
            + $"{ExchangeSession.Time(context.Deadline)}.");
    }
}
