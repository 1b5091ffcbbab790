// For the program: CLI11 is one large header.
#pragma once

#include "asio.hpp"

#include <CLI/CLI.hpp>
