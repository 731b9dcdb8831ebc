namespace FaeRealtime.Native.Loading;

/// <summary>The libtorch of this process.</summary>
/// <param name="Folder">Where its libraries lie.</param>
/// <param name="Version">What it says itself, such as <c>2.10.0</c>.</param>
/// <param name="Shim">TorchSharp's native library over it.</param>
/// <param name="Warning">A sentence on what may not fit; empty for nothing.</param>
public sealed record LoadedLibtorch(string Folder, Version Version, string Shim, string Warning);
