using System.Reflection;
using System.Runtime.CompilerServices;
using FlZk.Bn254;

namespace FlZk.Groth16.Tests;

/// <summary>Proofs with given blinding, which are not zero-knowledge, are made by tests alone.</summary>
public sealed class DeterministicModeTests
{
    [Fact]
    public void No_public_member_takes_blinding_scalars()
    {
        IEnumerable<MethodInfo> proving = typeof(NativeProver).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Where(method => method.Name.StartsWith("Prove", StringComparison.Ordinal));
        Assert.NotEmpty(proving);
        Assert.All(proving, method => Assert.DoesNotContain(method.GetParameters(), IsScalar));
    }

    [Fact]
    public void Only_tests_and_the_fuzzer_see_the_internals()
    {
        foreach (Assembly assembly in (Assembly[])[typeof(NativeProver).Assembly, typeof(Fr).Assembly])
        {
            Assert.All(
                assembly.GetCustomAttributes<InternalsVisibleToAttribute>(),
                friend => Assert.True(
                    friend.AssemblyName.EndsWith(".Tests", StringComparison.Ordinal) || friend.AssemblyName is "FlZk.Fuzz" or "FlZk.Bench",
                    friend.AssemblyName));
        }
    }

    private static bool IsScalar(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(Fr) || parameter.ParameterType == typeof(Fr).MakeByRefType()
        || parameter.ParameterType == typeof(Fr?);
}
