using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ShipmentTracker.Micro;

// In this process: the repository's build settings (warnings are errors, locked restore) are not made for generated projects.
var config = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .WithOptions(ConfigOptions.DisableOptimizationsValidator)
    .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "artifacts"));
BenchmarkSwitcher.FromAssembly(typeof(Corridors).Assembly).Run(args.Length > 0 ? args : ["--filter", "*"], config);
