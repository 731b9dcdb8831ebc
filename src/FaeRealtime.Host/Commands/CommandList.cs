using System.CommandLine;

namespace FaeRealtime.Host.Verbs;

/// <summary>Every verb of the program, in the order of its help.</summary>
internal static class VerbList
{
    public static IEnumerable<Command> All() => [DemoVerb.Create(), LiveVerb.Create(), ServeVerb.Create(), ImagesVerb.Create(), VideoVerb.Create(), MorphVerb.Create(), RenderVerb.Create(), RemakeVerb.Create(), InfoVerb.Create(), DoctorVerb.Create(), BenchVerb.Create(), SoakVerb.Create(), ImportVerb.Create(), ExportVerb.Create(), ParityVerb.Create(), DataVerb.Create(), TrainVerb.Create(), EvalVerb.Create(), AblateVerb.Create()];
}
