// Handles of the process groups. Each is a box around one reference.
#pragma once

#include <c10/util/Exception.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <torch/version.h>

#if TORCH_VERSION_MAJOR >= 2
#include <torch/csrc/distributed/c10d/Backend.hpp>
#else
#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>
#endif

#include <stdexcept>

#include "fae_native.h"

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

// As guarded, with the message of a c10::Error cut free from the backtrace that libtorch appends.
template <class Body>
int32_t c10d_guarded(Body&& body) noexcept {
    return guarded([&] {
        try {
            body();
        } catch (const c10::Error& error) {
            throw std::runtime_error(error.what_without_backtrace());
        }
    });
}

}  // namespace fae
