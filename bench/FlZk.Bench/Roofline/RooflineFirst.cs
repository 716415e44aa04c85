using BenchmarkDotNet.Validators;
using FlZk.Bench.Learning;
using FlZk.Bench.Peers;

namespace FlZk.Bench.Roofline;

/// <summary>Measures the roofline before the first benchmark of a run that has any use for it. A validator, because that is what
/// BenchmarkDotNet calls then; it objects to nothing.</summary>
internal sealed class RooflineFirst : IValidator
{
    private bool _said;

    public bool TreatsWarningsAsErrors => false;

    public IEnumerable<ValidationError> Validate(ValidationParameters validationParameters)
    {
        // Asked for every suite, and again for all.
        if (!_said && validationParameters.Benchmarks.Any(benchmark => benchmark.Descriptor.Type.IsAssignableTo(typeof(IRooflineSuite))))
        {
            _said = true;
            foreach (string line in RunRoofline.Best.Lines()) Console.WriteLine($"// {line}");
            Console.WriteLine("// Measured again after each suite. Benchmarks may have met a faster or a slower machine than either time;");
            Console.WriteLine("// what targets are held against is measured in turns with the roofline: report learning.");
            string cards = Gpus.Found.Count > 0 ? string.Join(", ", Gpus.Found) : "none found; its benchmarks are left out";
            Console.WriteLine($"// GPU: {cards}");
            if (validationParameters.Benchmarks.Any(benchmark => benchmark.Descriptor.Type == typeof(GpuBenchmarks)))
            {
                foreach (string line in CardRoofline.OfThisRun.Lines()) Console.WriteLine($"// {line}");
            }

            Console.WriteLine($"// Peer: {Peer.Version ?? "none; build with FlZkPeers=libtorch to compare with libtorch"}");
        }

        return [];
    }
}
