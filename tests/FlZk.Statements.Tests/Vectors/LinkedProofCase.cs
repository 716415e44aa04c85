using System.Globalization;
using System.Text.Json;

namespace FlZk.Statements.Tests.Vectors;

/// <summary>One case of <see cref="LinkedProofVectors"/>.</summary>
internal sealed record LinkedProofCase(
    string Name, LinkedVerificationKey Key, FedAvgStatement Statement, AggregateProof Proof, OmittedCheck PassesWithout)
{
    public void Write(Utf8JsonWriter json)
    {
        FedAvgVerdict verdict = FedAvgVerifier.Verify(Key, Statement, Proof);
        var challenge = Challenge.Derive(Statement, Proof);
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WriteBoolean("accepted", verdict.Accepted);
        json.WriteString("refusal", verdict.Refusal.ToString());
        json.WriteString("passesWithout", PassesWithout == OmittedCheck.None ? string.Empty : PassesWithout.ToString());
        json.WriteString("keyId", Key.KeyId.ToString());
        json.WriteString("keyBlob", Hexadecimal.Write(Key.ToBlob()));
        json.WriteNumber("dimension", Key.Dimension);
        json.WriteNumber("chunks", Key.Chunks);
        json.WriteString("context", Statement.Context.ToString());
        json.WriteString("totalWeight", Statement.TotalWeight.ToString(CultureInfo.InvariantCulture));
        json.WriteString("sum", Hexadecimal.Write(LinkedProofVectors.Encode(Statement.Sum.Point)));
        json.WriteString("proof", Hexadecimal.Write(Proof.Encode()));
        json.WriteString("challengeBytes", Hexadecimal.Write(Challenge.Preimage(Statement, Proof)));
        json.WriteString("challenge", challenge.Hash.ToString());
        json.WriteString("rho", challenge.Rho.ToString());
        json.WriteString("t", challenge.T.ToString());
        json.WriteEndObject();
    }
}
