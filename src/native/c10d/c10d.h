// Handles of the process groups. Each is a box around one reference.
#pragma once

#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <torch/version.h>

#if TORCH_VERSION_MAJOR >= 2
#include <torch/csrc/distributed/c10d/Backend.hpp>
#else
#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>
#endif

#include "fae_tensor.h"

namespace fae {

// What a Gloo and an NCCL group have in common moved to a class of its own in 2.0.
#if TORCH_VERSION_MAJOR >= 2
using Collective = c10d::Backend;
#else
using Collective = c10d::ProcessGroup;
#endif

struct Store {
    c10::intrusive_ptr<c10d::Store> store;
};

struct Group {
    c10::intrusive_ptr<Collective> collective;
    bool cuda;
};

}  // namespace fae
