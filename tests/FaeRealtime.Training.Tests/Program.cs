using System.Reflection;
using FaeRealtime.Native.Distributed;
using FaeRealtime.Testing.Ranks;
using FaeRealtime.Training.Distributed;
using TorchSharp;

// A rank of a test.
return RankScene.Main(args, Assembly.GetExecutingAssembly(), Console.Error, () =>
{
    torch.set_num_threads(1);
    var place = RankPlace.FromEnvironment(Environment.GetEnvironmentVariable)!;
    return new GroupExchange(ProcessGroup.Join(new ProcessGroupOptions(place.Rank, place.World) { Timeout = TimeSpan.FromMinutes(1) }), torch.CPU);
});
