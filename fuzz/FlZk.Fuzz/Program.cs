using FlZk.Fuzz;
using SharpFuzz;

// FlZk.Fuzz list | seeds FOLDER | TARGET [FILE...]
//   list            the targets' names
//   seeds FOLDER    writes FOLDER/TARGET/..., the corpora to begin with, and requires that each is accepted
//   TARGET          reads inputs from afl-fuzz, or one from standard input
//   TARGET FILE...  reads files: reproduces a finding
switch (args)
{
    case ["list"]:
        foreach (FuzzTarget target in FuzzTargets.All) Console.WriteLine(target.Name);
        return 0;
    case ["seeds", string folder]:
        foreach (FuzzTarget target in FuzzTargets.All) WriteSeeds(target, Path.Combine(folder, target.Name));
        return 0;
    case [string name] when Find(name) is { } target:
        Fuzz(target);
        return 0;
    case [string name, .. string[] files] when Find(name) is { } target:
        foreach (string file in files) Console.WriteLine($"{file}: {(Reproduce(target, file) ? "accepted" : "refused")}");
        return 0;
    default:
        Console.Error.WriteLine("usage: FlZk.Fuzz list | seeds FOLDER | TARGET [FILE...]");
        return 2;
}

static FuzzTarget? Find(string name) => FuzzTargets.All.FirstOrDefault(target => target.Name == name);

// Readers may change what they are given, so they are given a copy, in memory where there is such a folder.
static string Scratch() =>
    Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"flzk-fuzz-{Environment.ProcessId}");

static void Fuzz(FuzzTarget target)
{
    string scratch = Scratch();
    Fuzzer.OutOfProcess.Run(input =>
    {
        using (FileStream file = File.Create(scratch)) input.CopyTo(file);
        target.Run(scratch);
    });
    Clear(scratch);
}

static bool Reproduce(FuzzTarget target, string file)
{
    string scratch = Scratch();
    try
    {
        File.Copy(file, scratch, overwrite: true);
        return target.Run(scratch);
    }
    finally
    {
        Clear(scratch);
    }
}

static void WriteSeeds(FuzzTarget target, string folder)
{
    Directory.CreateDirectory(folder);
    foreach ((string name, byte[] content) in target.Seeds())
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, content);
        if (!Reproduce(target, path)) throw new InvalidOperationException($"{target.Name} refuses its seed {name}.");
    }
}

static void Clear(string scratch)
{
    File.Delete(scratch);
    if (Directory.Exists(scratch + ".cache")) Directory.Delete(scratch + ".cache", recursive: true);
}
