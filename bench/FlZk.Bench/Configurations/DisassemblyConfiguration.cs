using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;

namespace FlZk.Bench.Configurations;

/// <summary>With the machine code of what is measured: <c>--disassembly</c>. For kernels: whether the JIT kept their limbs in
/// registers.</summary>
internal sealed class DisassemblyConfiguration : ManualConfig
{
    public DisassemblyConfiguration()
    {
        Add(new StandardConfiguration());
        AddDiagnoser(new DisassemblyDiagnoser(new DisassemblyDiagnoserConfig(maxDepth: 3, printSource: true)));
    }
}
