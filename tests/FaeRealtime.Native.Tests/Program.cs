using System.Reflection;
using FaeRealtime.Testing.Ranks;

// A rank of a test.
return RankScene.Main(args, Assembly.GetExecutingAssembly(), Console.Error, () => null);
