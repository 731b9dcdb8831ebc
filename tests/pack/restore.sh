#!/usr/bin/env bash
# restore.sh: packs the built libraries (dotnet build FaeRealtime.sln -c Release), restores FaeRealtime.Live into an empty project outside of the repository, and prints the packages that came, a name a line.
# Needs no network: what the packages need of others was restored for the build.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet pack "$root/FaeRealtime.sln" -c Release --no-build --nologo -v quiet -o "$work/packages" >&2
live=$(basename "$work"/packages/FaeRealtime.Live.*.nupkg .nupkg)

mkdir "$work/program"
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
    <TargetFramework>net10.0</TargetFramework>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="FaeRealtime.Live" Version="${live#FaeRealtime.Live.}" />
  </ItemGroup>
</Project>
PROJECT
dotnet restore "$work/program" --nologo -v quiet >&2
sed -n 's|^      "\([A-Za-z][^/"]*\)/[0-9][^"]*": {$|\1|p' "$work/program/obj/project.assets.json" | sort -u
