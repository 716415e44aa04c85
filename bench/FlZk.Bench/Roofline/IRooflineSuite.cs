using System.Globalization;
using System.Reflection;

namespace FlZk.Bench.Roofline;

/// <summary>A suite whose operations are held against the roofline: its results have columns for that.</summary>
internal interface IRooflineSuite
{
    /// <summary>What a benchmark does at the values its parameters have now; null when it is not to be held against anything.</summary>
    /// <param name="method">The benchmark's method.</param>
    OperationWork? WorkOf(string method);

    /// <summary>What a suite's benchmark does at given parameters; null also when the suite has no roofline.</summary>
    /// <param name="suite">The suite's class.</param>
    /// <param name="method">The benchmark's method.</param>
    /// <param name="parameters">Names of properties, with values or what they print as.</param>
    static OperationWork? WorkOf(Type suite, string method, IEnumerable<KeyValuePair<string, object?>> parameters)
    {
        if (!suite.IsAssignableTo(typeof(IRooflineSuite))) return null;
        object instance = Activator.CreateInstance(suite)!;
        foreach ((string name, object? value) in parameters)
        {
            PropertyInfo property = suite.GetProperty(name)
                ?? throw new ArgumentException($"{suite.Name} has no parameter {name}.", nameof(parameters));
            property.SetValue(instance, Converted(value, property.PropertyType));
        }

        return ((IRooflineSuite)instance).WorkOf(method);
    }

    private static object? Converted(object? value, Type type) => value is string text && type != typeof(string)
        ? type.IsEnum ? Enum.Parse(type, text) : Convert.ChangeType(text, type, CultureInfo.InvariantCulture)
        : value;
}
