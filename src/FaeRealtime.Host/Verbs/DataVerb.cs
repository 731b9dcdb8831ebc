using System.CommandLine;
using System.Globalization;
using FaeRealtime.Training.Data;

namespace FaeRealtime.Host.Verbs;

/// <summary><c>fae data</c>: prepares pictures for training.</summary>
internal static class DataVerb
{
    public static Command Create()
    {
        var data = new Command("data", "Prepares pictures for training.");
        data.Subcommands.Add(Emoji());
        return data;
    }

    private static Command Emoji()
    {
        var folder = new Option<string>("--out") { Description = "Folder for images, manifest.json and classes.json.", Required = true };
        var archive = new Option<string?>("--archive") { Description = $"A local .tgz of {EmojiPreparation.Package}; otherwise npm fetches it." };
        var command = new Command("emoji", "Google's Noto emoji (Apache-2.0), 64 px on white, nine categories.") { folder, archive };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var options = new EmojiOptions(arguments.GetRequiredValue(folder), arguments.GetValue(archive));
            var manifest = await PreparationDisplay.RunAsync(progress => EmojiPreparation.PrepareAsync(options, progress, cancellationToken)).ConfigureAwait(false);
            var heldOut = manifest.Items.Count(item => item.Split == DatasetSplit.HeldOut);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.OutFolder}: {manifest.Items.Count - heldOut} pictures to train on, {heldOut} held out"));
        });
        return command;
    }
}
