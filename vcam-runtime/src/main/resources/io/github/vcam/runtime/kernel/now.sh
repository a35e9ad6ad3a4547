# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
#
# Says "now", and tells of the module that is loaded.
fact now ""
state
