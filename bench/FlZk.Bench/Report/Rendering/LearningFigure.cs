using FlZk.Bench.Roofline;

namespace FlZk.Bench.Report.Rendering;

/// <summary>One benchmark's result beside what it had to do and what the machine could.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Method">The benchmark.</param>
/// <param name="Providers">n; 1 where there are none.</param>
/// <param name="Parameters">d.</param>
/// <param name="Seconds">The median.</param>
/// <param name="Least">The fastest.</param>
/// <param name="Work">What it had to do.</param>
/// <param name="Roofline">What the machine reached in the same run.</param>
internal sealed record LearningFigure(
    string Suite, string Method, int Providers, int Parameters, double Seconds, double Least, OperationWork Work, MachineRoofline Roofline)
{
    /// <summary>Of the read bandwidth of all cores, fastest of fastest.</summary>
    public double OfRead => Fractions.OfRead(Work, Least, Roofline.Read.Best);

    /// <summary>The same, median of median.</summary>
    public double OfReadByMedians => Fractions.OfRead(Work, Seconds, Roofline.Read.Median);

    /// <summary>Of the copy bandwidth of all cores, fastest of fastest.</summary>
    public double OfCopy => Fractions.OfCopy(Work, Least, Roofline.Copy.Best);

    /// <summary>The same, median of median.</summary>
    public double OfCopyByMedians => Fractions.OfCopy(Work, Seconds, Roofline.Copy.Median);

    /// <summary>Of the multiply-add peak of all cores, fastest of fastest.</summary>
    public double OfMultiplyAdd => Fractions.OfMultiplyAdd(Work, Least, Roofline.MultiplyAdd.Best);

    /// <summary>The same, median of median.</summary>
    public double OfMultiplyAddByMedians => Fractions.OfMultiplyAdd(Work, Seconds, Roofline.MultiplyAdd.Median);
}
