using FlZk.Platform.Files;

namespace FlZk.Statements;

/// <summary>What the parties of a link ceremony agree on before it begins: a small JSON file, schema flzk/link-session/1. Public.</summary>
/// <param name="Circuit">The circuit's name in the catalogue.</param>
/// <param name="Dimension">d, parameters of the model.</param>
/// <param name="ConstraintSystem">Keccak-256 of the .r1cs file.</param>
/// <param name="PowersOfTau">Keccak-256 of the .ptau file.</param>
/// <param name="Id">The session's id: these hashes, and the relation that the circuit key gives.</param>
public sealed record LinkSessionDescription(
    string Circuit, int Dimension, KeccakHash ConstraintSystem, KeccakHash PowersOfTau, KeccakHash Id)
{
    private const string Schema = "flzk/link-session/1";

    /// <summary>Reads a session file.</summary>
    /// <exception cref="FileFormatException">Not such a file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LinkSessionDescription Read(string path) => StrictJson.Parse(StrictJson.ReadFile(path), path, Schema, root =>
    {
        root.Object(["schema", "circuit", "parameters", "r1cs", "ptau", "session"]);
        return new LinkSessionDescription(
            root.Member("circuit").Text(),
            (int)root.Member("parameters").Integer(1, LinkShape.MaximumDimension),
            root.Member("r1cs").Hash(),
            root.Member("ptau").Hash(),
            root.Member("session").Hash());
    });

    /// <summary>Writes a session file, atomically.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path) => AtomicFile.WriteAllText(path, StrictJson.Write(Schema, json =>
    {
        json.WriteString("circuit", Circuit);
        json.WriteNumber("parameters", Dimension);
        json.WriteString("r1cs", ConstraintSystem.ToString());
        json.WriteString("ptau", PowersOfTau.ToString());
        json.WriteString("session", Id.ToString());
    }));

    /// <summary>The session for a relation of one's own circuit key.</summary>
    /// <exception cref="FlZk.Groth16.KeyException">The key is of another circuit or ceremony than the session.</exception>
    public LinkSession Open(LinkRelation relation)
    {
        ArgumentNullException.ThrowIfNull(relation);
        var session = new LinkSession(ConstraintSystem, PowersOfTau, relation);
        return session.Id == Id
            ? session
            : throw new FlZk.Groth16.KeyException(
                $"The circuit key gives session {session.Id}, the session file says {Id}: the key is of another circuit, model length or "
                + "phase 1 than the ceremony.");
    }
}
