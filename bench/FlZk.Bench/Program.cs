using BenchmarkDotNet.Running;
using FlZk.Bench.Configurations;

BenchmarkSwitcher.FromAssembly(typeof(StandardConfiguration).Assembly).Run(args, new StandardConfiguration());
