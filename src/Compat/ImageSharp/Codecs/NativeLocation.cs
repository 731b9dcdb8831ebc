using System.Reflection;
using System.Runtime.InteropServices;

namespace SixLabors.ImageSharp.Codecs;

/// <summary>Where the native codecs lie: the folder named by FAE_NATIVE, else beside this assembly.</summary>
internal static class NativeLocation
{
    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != NativeImages.Library)
        {
            return 0;
        }

        string file = $"lib{name}.so";
        string?[] folders = [Environment.GetEnvironmentVariable("FAE_NATIVE"), AppContext.BaseDirectory];
        string reason = "the file is in neither folder";
        foreach (string path in folders.OfType<string>().Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, file)).Where(File.Exists))
        {
            try
            {
                return NativeLibrary.Load(path);
            }
            catch (DllNotFoundException error)
            {
                reason = error.Message;
            }
        }

        throw new DllNotFoundException(
            $"Image codecs: {file} cannot be loaded from FAE_NATIVE ('{folders[0]}') or '{folders[1]}': {reason}. " +
            "Build src/native with -DFAE_IMAGES=ON; it needs libvips42 and libturbojpeg0.");
    }
}
