#pragma once

#include <memory>

#include "handles.hpp"

namespace divan::capi {

std::unique_ptr<divan_result> make_result(std::shared_ptr<ClientCore> client,
                                          std::shared_ptr<const RunResult> result);

}  // namespace divan::capi
