using System.Numerics;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Contracts;

/// <summary><c>ContributionDisputes</c>: providers who signed a contribution proof that fails are slashed.</summary>
public sealed class ContributionDisputesContract : BoundContract
{
    /// <summary>Binds the contract at an address.</summary>
    public ContributionDisputesContract(Web3 web3, Address address)
        : base(web3, ExchangeAbi.ContributionDisputes, address)
    {
    }

    /// <summary>The digest (EIP-712) that a provider signs when it hands over a contribution proof.</summary>
    /// <param name="round">The round.</param>
    /// <param name="commitment">C_i.</param>
    /// <param name="proofHash">Keccak-256 of the proof's bytes.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Hash32> ClaimHashAsync(
        RoundId round, G1Affine commitment, Hash32 proofHash, CancellationToken cancellation = default) => new(
        await CallAsync<byte[]>("claimHash", cancellation, new object[] { Claim(round, commitment, proofHash) }).ConfigureAwait(false));

    /// <summary>Whether a provider was punished for a round.</summary>
    public Task<bool> IsReportedAsync(RoundId round, Address provider, CancellationToken cancellation = default) =>
        CallAsync<bool>("isReported", cancellation, round.Job, round.Round, provider);

    /// <summary>Reports a proof that fails under a provider's signature; anyone may, once per provider and round.</summary>
    /// <param name="round">The round.</param>
    /// <param name="provider">Who signed.</param>
    /// <param name="commitment">C_i.</param>
    /// <param name="proof">The proof's bytes.</param>
    /// <param name="signature">The provider's signature of the claim.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<SentTransaction> ReportFailedContributionAsync(
        RoundId round, Address provider, G1Affine commitment, ReadOnlyMemory<byte> proof, ReadOnlyMemory<byte> signature,
        CancellationToken cancellation = default) => SendAsync(
        "reportFailedContribution", cancellation, provider, Claim(round, commitment, Keccak256.Hash(proof.Span)), proof.ToArray(),
        signature.ToArray());

    /// <summary>What of the stake locked for the job a failed proof costs, in basis points.</summary>
    public async Task<int> PenaltyAsync(CancellationToken cancellation = default) =>
        (int)await CallAsync<BigInteger>("SLASH_BASIS_POINTS", cancellation).ConfigureAwait(false);

    private static object[] Claim(RoundId round, G1Affine commitment, Hash32 proofHash) =>
        [round.Job, round.Round, commitment.ToAbi(), proofHash];
}
