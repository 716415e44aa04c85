using System.IO.Pipes;
using FlZk.Platform.Files;

namespace FlZk.Groth16.Tests;

/// <summary>A shell's pipe in the place of a file that is read at any place is refused by name.</summary>
public sealed class PipeTests
{
    [Fact]
    public void A_pipe_is_refused_by_every_reader()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        writer.Write("wtns\u0002\0\0\0"u8);
        string pipe = $"/dev/fd/{writer.ClientSafePipeHandle.DangerousGetHandle()}";
        foreach (Action read in (Action[])[() => Witness.Read(pipe), () => ProvingKey.Read(pipe), () => ConstraintSystem.Read(pipe),
            () => FileInspector.Inspect(pipe)])
        {
            Assert.Contains("pipe", Assert.Throws<FileFormatException>(read).Message, StringComparison.Ordinal);
        }
    }
}
