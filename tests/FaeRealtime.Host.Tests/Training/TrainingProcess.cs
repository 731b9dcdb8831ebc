using System.Diagnostics;
using FaeRealtime.Training.Tests;

namespace FaeRealtime.Host.Tests.Training;

/// <summary>Training as a user runs it: the program in a process of its own, which can be killed.</summary>
internal sealed class TrainingProcess(TrainingPlace place)
{
    private readonly string _encoder = place.WriteEncoder();

    /// <summary>The command line of a run.</summary>
    public string[] Arguments(string folder, string stage = "all", params string[] more) =>
        ["train", stage, "--recipe", place.File("recipe.json"), "--data", place.Data, "--encoder", _encoder, "--out", place.File(folder), "--threads", "1", .. more];

    /// <summary>Starts a run whose output nobody reads.</summary>
    public static Process Start(params string[] arguments)
    {
        var process = FaeProcess.Start(Environment.CurrentDirectory, arguments);
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
