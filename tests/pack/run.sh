#!/usr/bin/env bash
# run.sh [MODEL]: packs the built libraries (dotnet build FaeRealtime.sln -c Release), then builds Program.cs beside this file against the packages alone, outside of the
# repository, and runs it with a model. Prints the packages and what the program prints. Needs no network: what the packages need of others was restored for the build.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
model=${1:-$root/content/default}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

native=()
[ -e "$root/artifacts/native/torch/libfae_torch.so" ] || native=(-p:FaeNative=false) # built without native parts
dotnet pack "$root/FaeRealtime.sln" -c Release --no-build --nologo -v quiet "-p:FaeStack=${FAE_STACK:-compat}" "${native[@]}" -o "$work/packages"
(cd "$work/packages" && ls ./*.nupkg)
live=$(basename "$work"/packages/FaeRealtime.Live.*.nupkg .nupkg)

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
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="FaeRealtime.Live" Version="${live#FaeRealtime.Live.}" />
  </ItemGroup>
</Project>
PROJECT
dotnet build "$work/program" -c Release --nologo -v quiet -o "$work/out"
dotnet "$work/out/Program.dll" "$model"
