using FlZk.Bench.Roofline;

namespace FlZk.Bench.Report.Rendering;

/// <summary>One benchmark's result beside what it had to do and what the machine could.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Method">The benchmark.</param>
/// <param name="Providers">n; 1 where there are none.</param>
/// <param name="Parameters">d.</param>
/// <param name="Seconds">The median.</param>
/// <param name="Samples">How many it is of.</param>
/// <param name="Work">What it had to do.</param>
/// <param name="Roofline">What the machine reached in the same run.</param>
internal sealed record LearningFigure(
    string Suite, string Method, int Providers, int Parameters, double Seconds, int Samples, OperationWork Work, MachineRoofline Roofline)
{
    /// <summary>Of the read bandwidth of all cores.</summary>
    public double OfRead => Fractions.OfRead(Work, Seconds, Roofline);

    /// <summary>Of the copy bandwidth of all cores.</summary>
    public double OfCopy => Fractions.OfCopy(Work, Seconds, Roofline);

    /// <summary>Of the multiply-add peak of all cores.</summary>
    public double OfMultiplyAdd => Fractions.OfMultiplyAdd(Work, Seconds, Roofline);
}
