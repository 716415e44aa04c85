using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Exchange.Signatures;

namespace FlZk.Exchange.Contracts;

/// <summary><c>DataQualityOracle</c>: attestations of data sets by attesters whom governance appoints.</summary>
public sealed class DataQualityOracleContract : BoundContract
{
    /// <summary>Binds the contract at an address.</summary>
    public DataQualityOracleContract(Web3 web3, Address address)
        : base(web3, ExchangeAbi.DataQualityOracle, address)
    {
    }

    /// <summary>The call that appoints an attester, for a proposal.</summary>
    public GovernanceAction Appoint(Address attester) => new(Address, Contract.Abi.Function("appointAttester").EncodeCall(attester));

    /// <summary>The call that dismisses an attester, for a proposal.</summary>
    public GovernanceAction Dismiss(Address attester) => new(Address, Contract.Abi.Function("dismissAttester").EncodeCall(attester));

    /// <summary>The lower median of the scores that attesters in office give a data set, in basis points; 0 without any.</summary>
    public async Task<int> QualityOfAsync(ulong dataset, CancellationToken cancellation = default) =>
        (int)await CallAsync<BigInteger>("qualityOf", cancellation, dataset).ConfigureAwait(false);

    /// <summary>An attester's attestation of a data set; null when there is none.</summary>
    public async Task<DatasetAttestation?> GetAttestationAsync(
        ulong dataset, Address attester, CancellationToken cancellation = default)
    {
        AbiValues attestation = await CallAsync<AbiValues>("getAttestation", cancellation, dataset, attester).ConfigureAwait(false);
        return Time(attestation.Integer("attestedAt")) is { } at
            ? new DatasetAttestation(attester, attestation.Int32("score"), at, attestation.Hash("reportHash"))
            : null;
    }

    /// <summary>All attesters in office.</summary>
    public async Task<IReadOnlyList<Address>> GetAttestersAsync(CancellationToken cancellation = default) =>
        (await Contract.CallAsync("getAttesters", [], default, cancellation).ConfigureAwait(false)).List<Address>("value");

    /// <summary>The nonce that an attester's next signature must carry.</summary>
    public Task<BigInteger> NonceOfAsync(Address attester, CancellationToken cancellation = default) =>
        CallAsync<BigInteger>("nonceOf", cancellation, attester);

    /// <summary>Attests a data set, replacing the sender's earlier attestation of it.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="score">Quality in basis points, 1 to 10,000.</param>
    /// <param name="reportHash">Keccak-256 of the report that the score rests on, not zero.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<SentTransaction> AttestAsync(ulong dataset, int score, Hash32 reportHash, CancellationToken cancellation = default) =>
        SendAsync("attest", cancellation, dataset, score, reportHash);

    /// <summary>Sends an attestation that an attester signed; anyone may.</summary>
    public Task<SentTransaction> AttestBySignatureAsync(SignedAttestation attestation, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(attestation);
        return SendAsync(
            "attestBySignature", cancellation, attestation.Attester, attestation.Dataset, attestation.Score, attestation.ReportHash,
            attestation.Deadline.ToUnixTimeSeconds(), attestation.Signature.ToArray());
    }

    /// <summary>Takes back the sender's attestation of a data set.</summary>
    public Task<SentTransaction> RevokeAsync(ulong dataset, CancellationToken cancellation = default) =>
        SendAsync("revoke", cancellation, dataset);
}
