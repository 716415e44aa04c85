using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Parameters;
using BenchmarkDotNet.Running;
using FlZk.Bench.Configurations;
using FlZk.Bench.Roofline;

namespace FlZk.Bench.Report.Rounds;

/// <summary>The benchmarks of a suite at one size, set up to take turns: the suite's own methods and setup, as BenchmarkDotNet finds
/// them.</summary>
internal sealed class SuiteOperations : IDisposable
{
    private readonly List<(object Suite, MethodInfo? Cleanup)> _instances = [];
    private object? _sink;

    /// <summary>Sets them up. Benchmarks with the same setup share an instance.</summary>
    /// <param name="suite">The suite's class.</param>
    /// <param name="parameters">"Providers=8&amp;Parameters=65536".</param>
    /// <exception cref="ArgumentException">It has no benchmark at that size.</exception>
    public SuiteOperations(Type suite, string parameters)
    {
        var cases = BenchmarkConverter.TypeToBenchmarks(suite, new StandardConfiguration()).BenchmarksCases
            .Where(benchmark => Values(benchmark).SetEquals(parameters.Split('&'))).ToArray();
        if (cases.Length == 0) throw new ArgumentException($"{suite.Name} has no benchmarks at {parameters}.", nameof(parameters));
        var ready = new Dictionary<string, object>();
        foreach (BenchmarkCase benchmark in cases)
        {
            MethodInfo? setup = benchmark.Descriptor.GlobalSetupMethod;
            if (!ready.TryGetValue(setup?.Name ?? string.Empty, out object? instance))
            {
                instance = Activator.CreateInstance(suite)!;
                foreach (ParameterInstance parameter in benchmark.Parameters.Items)
                    suite.GetProperty(parameter.Name)!.SetValue(instance, parameter.Value);
                setup?.Invoke(instance, null);
                ready[setup?.Name ?? string.Empty] = instance;
                _instances.Add((instance, benchmark.Descriptor.GlobalCleanupMethod));
            }

            MethodInfo method = benchmark.Descriptor.WorkloadMethod;
            OperationWork? work = ((IRooflineSuite)instance).WorkOf(method.Name);
            Multiplies |= work?.MultiplyAdds > 0;
            LeastBytes = Math.Min(LeastBytes, work?.Bytes ?? LeastBytes);
            Operations.Add(new RoundOperation($"{method.Name} {parameters}", Call(instance, method)));
        }
    }

    /// <summary>The benchmarks, in their order in the suite.</summary>
    public List<RoundOperation> Operations { get; } = [];

    /// <summary>The least that any of them reads and writes.</summary>
    public double LeastBytes { get; private set; } = double.PositiveInfinity;

    /// <summary>Whether any of them is bounded by multiplications.</summary>
    public bool Multiplies { get; }

    public void Dispose()
    {
        foreach ((object suite, MethodInfo? cleanup) in _instances) cleanup?.Invoke(suite, null);
        _instances.Clear();
        GC.KeepAlive(_sink);
    }

    private static HashSet<string> Values(BenchmarkCase benchmark) =>
        [.. benchmark.Parameters.Items.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Name}={item.Value}"))];

    private Action Call(object instance, MethodInfo method) => method.ReturnType == typeof(void)
        ? method.CreateDelegate<Action>(instance)
        : (Action)typeof(SuiteOperations).GetMethod(nameof(Consuming), BindingFlags.NonPublic | BindingFlags.Instance)!
            .MakeGenericMethod(method.ReturnType).Invoke(this, [instance, method])!;

    // What a benchmark returns is kept, so that nothing of it is left out.
    private Action Consuming<T>(object instance, MethodInfo method)
    {
        Func<T> call = method.CreateDelegate<Func<T>>(instance);
        return () => _sink = call();
    }
}
