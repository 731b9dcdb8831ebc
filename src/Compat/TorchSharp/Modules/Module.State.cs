namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Names to live tensors (not copies): all parameters, then all persistent buffers, each in order of registration.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                foreach ((string entry, Tensor parameter) in named_parameters())
                {
                    destination.TryAdd(Prefixed(prefix, entry), parameter);
                }

                foreach ((string entry, Tensor buffer) in named_buffers(include_nonpersistent: false))
                {
                    destination.TryAdd(Prefixed(prefix, entry), buffer);
                }

                // Shared tensors appear above under their first name only; a module's own dictionary has each of its names.
                foreach ((string child, Module module) in named_children())
                {
                    module.state_dict(destination, Prefixed(prefix, child));
                }

                return destination;
            }

            /// <summary>Copies tensors in by name.</summary>
            /// <exception cref="InvalidOperationException"><paramref name="strict"/> and the two sets of names differ.</exception>
            /// <exception cref="ArgumentException">A tensor's shape differs from the module's.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                Dictionary<string, Tensor> destination = state_dict();
                List<string> missing = Absent(destination.Keys, source, skip);
                List<string> unexpected = Absent(source.Keys, destination, skip);
                if (strict && missing.Count + unexpected.Count > 0)
                {
                    throw new InvalidOperationException(
                        "The loaded state_dict is not identical to the target dictionary: "
                        + $"missing [{string.Join(", ", missing)}], unexpected [{string.Join(", ", unexpected)}].");
                }

                using IDisposable guard = no_grad();
                foreach ((string entry, Tensor value) in source)
                {
                    if (skip?.Contains(entry) != true && destination.TryGetValue(entry, out Tensor? target))
                    {
                        CopyInto(entry, target, value);
                    }
                }

                return (missing, unexpected);
            }

            private static List<string> Absent(IEnumerable<string> names, Dictionary<string, Tensor> from, IList<string>? skip) =>
                [.. names.Where(entry => skip?.Contains(entry) != true && !from.ContainsKey(entry))];

            private static void CopyInto(string entry, Tensor target, Tensor value)
            {
                if (!target.shape.AsSpan().SequenceEqual(value.shape))
                {
                    throw new ArgumentException(
                        $"'{entry}' is [{string.Join(", ", value.shape)}], the module has [{string.Join(", ", target.shape)}].");
                }

                target.copy_(value);
            }

            private static string Prefixed(string? prefix, string entry) =>
                string.IsNullOrEmpty(prefix) ? entry : $"{prefix}.{entry}";
        }
    }
}
