using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using FlZk.Bench.Configurations;

const string Quick = "--quick";
IConfig configuration = args.Contains(Quick) ? new QuickConfiguration() : new StandardConfiguration();
BenchmarkSwitcher.FromAssembly(typeof(StandardConfiguration).Assembly).Run([.. args.Where(argument => argument != Quick)], configuration);
