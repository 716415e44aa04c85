namespace FlZk.Bench.Report.Rendering;

/// <summary>Colours and measures that all charts share.</summary>
internal static class Palette
{
    public const int Margin = 24;
    public const string Paper = "#ffffff";
    public const string Ink = "#1f2933";
    public const string Soft = "#7b8794";
    public const string Grid = "#e4e7eb";
    public const string Mark = "#c0392b";
    public const string FlZk = "#0b5fa5";
    public const string FlZkLight = "#5aa2d8";
    public const string FlZkPale = "#a9cfec";
    public const string Rapidsnark = "#e08a1e";
    public const string Snarkjs = "#9aa5b1";

    /// <summary>Parts of a whole, told apart by neighbours too.</summary>
    public static IReadOnlyList<string> Parts { get; } =
        ["#0b5fa5", "#5aa2d8", "#2a9d8f", "#e08a1e", "#c95f4a", "#8064a2", "#6b8e23", "#7b8794", "#b5838d", "#3d5a80"];

    /// <summary>About how wide a text is.</summary>
    public static double WidthOf(string text, int size) => text.Length * size * 0.56;
}
