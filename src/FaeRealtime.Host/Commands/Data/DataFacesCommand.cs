using System.CommandLine;
using System.Globalization;
using FaeRealtime.Data.Preparation.Faces;
using FaeRealtime.Data.Sources;

namespace FaeRealtime.Host.Commands.Data;

/// <summary><c>fae data faces</c>: draws avatars with known attributes and captions.</summary>
internal static class DataFacesCommand
{
    public static Command Create()
    {
        var defaults = new FacesOptions(string.Empty);
        var folder = new Option<string>("--out") { Description = "Folder for images, manifest.json, classes.json, metadata.jsonl and the licences; a half-made one is continued.", Required = true };
        var count = new Option<int>("--count") { Description = "How many pictures.", DefaultValueFactory = _ => defaults.Count };
        var size = new Option<int>("--size") { Description = "Width and height in pixels.", DefaultValueFactory = _ => defaults.Size };
        var seed = new Option<ulong>("--seed") { Description = "Equal seeds give equal pictures and texts.", DefaultValueFactory = _ => defaults.Seed };
        var archives = new Option<string?>("--archive") { Description = "A folder with the packages' .tgz files as 'npm pack' names them; otherwise npm fetches them." };
        var workers = new Option<int?>("--workers") { Description = "Rasterising threads; one a core unless given." };
        var command = new Command("faces", "Drawn faces with captions: 12 styles as classes, by npm's @dicebear packages (licences in the folder's README.md); needs node.") { folder, count, size, seed, archives, workers };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var options = new FacesOptions(arguments.GetRequiredValue(folder))
            {
                Count = arguments.GetValue(count),
                Size = arguments.GetValue(size),
                Seed = arguments.GetValue(seed),
                Archives = arguments.GetValue(archives),
                Workers = arguments.GetValue(workers),
            };
            var manifest = await PreparationDisplay.RunAsync(progress => FacesPreparation.PrepareAsync(options, progress, cancellationToken)).ConfigureAwait(false);
            var heldOut = manifest.Items.Count(item => item.Split == DatasetSplit.HeldOut);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.OutFolder}: {manifest.Items.Count - heldOut} pictures to train on, {heldOut} held out"));
        });
        return command;
    }
}
