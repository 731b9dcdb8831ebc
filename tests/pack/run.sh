#!/usr/bin/env bash
# run.sh [MODEL]: packs the built libraries (dotnet build FaeRealtime.sln -c Release), then builds Program.cs beside this file against them and the published TorchSharp and Silk.NET.OpenGL, outside of the
# repository, and runs it with a model. Prints the packages and what the program prints. Needs no network: what the packages need of others was restored for the build.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
model=${1:-$root/content/default}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet pack "$root/FaeRealtime.sln" -c Release --no-build --nologo -v quiet -o "$work/packages"
(cd "$work/packages" && ls ./*.nupkg)
live=$(basename "$work"/packages/FaeRealtime.Live.*.nupkg .nupkg)
torch=$(basename "$work"/packages/FaeRealtime.Engines.Torch.*.nupkg .nupkg)

# The version that this repository pins.
version() { sed -n "s/.*PackageVersion Include=\"$1\" Version=\"\([^\"]*\)\".*/\1/p" "$root/Directory.Packages.props"; }

mkdir "$work/program"
cp "$here/Program.cs" "$work/program"
cat > "$work/program/nuget.config" <<CONFIG
<configuration>
  <config><add key="globalPackagesFolder" value="$work/restored" /></config>
  <packageSources><clear /><add key="packed" value="$work/packages" /></packageSources>
  <fallbackPackageFolders><clear /><add key="usual" value="${NUGET_PACKAGES:-$HOME/.nuget/packages}" /></fallbackPackageFolders>
</configuration>
CONFIG
cat > "$work/program/Program.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <NuGetAudit>false</NuGetAudit>
    <!-- Half a gigabyte of libtorch: links into the package folder. -->
    <CreateSymbolicLinksForCopyLocalIfPossible>true</CreateSymbolicLinksForCopyLocalIfPossible>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="FaeRealtime.Live" Version="${live#FaeRealtime.Live.}" />
    <PackageReference Include="FaeRealtime.Engines.Torch" Version="${torch#FaeRealtime.Engines.Torch.}" />
    <PackageReference Include="TorchSharp" Version="$(version TorchSharp)" />
    <PackageReference Include="libtorch-cpu-linux-x64" Version="$(version libtorch-cpu-linux-x64)" />
    <PackageReference Include="Silk.NET.OpenGL" Version="$(version Silk.NET.OpenGL)" />
    <!-- What TorchSharp also asks for, nobody here uses, and the builds here never restored. -->
    <PrunePackageReference Include="SkiaSharp;SkiaSharp.NativeAssets.Win32;SkiaSharp.NativeAssets.macOS" Version="1000.0.0" />
  </ItemGroup>
</Project>
PROJECT
dotnet build "$work/program" -c Release --nologo -v quiet -o "$work/out"
dotnet "$work/out/Program.dll" "$model"
