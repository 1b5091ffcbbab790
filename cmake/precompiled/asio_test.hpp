// For tests of the layers that await.
#pragma once

#include "asio.hpp"
#include "test.hpp"
