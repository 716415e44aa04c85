using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using FlZk.Bench.Configurations;
using FlZk.Bench.Report;
using FlZk.Bench.Report.Probes;
using FlZk.Bench.Report.Rounds;
using FlZk.Bench.Roofline;

const string Quick = "--quick", Disassembly = "--disassembly", InProcess = "--in-process";
switch (args)
{
    case [ReportCommand.Name, .. var options]:
        return await ReportCommand.RunAsync(options);
    case [MachineRoofline.Command]:
        foreach (string line in MachineRoofline.Measure().Lines()) Console.WriteLine(line);
        return 0;
    case [ProbeProcess.Command, RoundsProbe.Name, var suite, var parameters, var rounds, var seconds]:
        return RoundsProbe.Run(suite, parameters, new RoundPlan(int.Parse(rounds), TimeSpan.FromSeconds(int.Parse(seconds))));
    case [ProbeProcess.Command, ProverProbe.Name, var zkey, var wtns]:
        return ProverProbe.Run(zkey, wtns);
    case [ProbeProcess.Command, CommitProbe.Name, var samples]:
        return CommitProbe.Run(int.Parse(samples));
    case [ProbeProcess.Command, LinkProbe.Name, var zkey, var samples]:
        return LinkProbe.Run(zkey, int.Parse(samples));
    case [ProbeProcess.Command, SetupProbe.Name, var constraints, var samples]:
        return SetupProbe.Run(constraints, int.Parse(samples));
    case [ProbeProcess.Command, WitnessProbe.Name, WitnessProbe.FromFile, var circuit, var inputs, var witness]:
        return WitnessProbe.Run(circuit, inputs, witness);
    case [ProbeProcess.Command, WitnessProbe.Name, var circuit, var scratch, var samples]:
        return WitnessProbe.Run(circuit, scratch, int.Parse(samples));
}

Sizes.Quick = args.Contains(Quick);
IConfig configuration = args.Contains(InProcess) ? new InProcessConfiguration(Sizes.Quick)
    : args.Contains(Disassembly) ? new DisassemblyConfiguration()
    : Sizes.Quick ? new QuickConfiguration()
    : new StandardConfiguration();
IEnumerable<Summary> summaries = BenchmarkSwitcher.FromAssembly(typeof(StandardConfiguration).Assembly)
    .Run([.. args.Where(argument => argument is not (Quick or Disassembly or InProcess))], configuration);

// A benchmark that was not built, or failed, has no result; nobody should have to read the whole log to see that.
return summaries.All(summary => !summary.HasCriticalValidationErrors
    && summary.BenchmarksCases.All(benchmark => summary[benchmark]?.Success == true))
        ? 0
        : 1;
