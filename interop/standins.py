"""Stand-ins for packages that readers of files import and never need for reading files.

Megatron, mosaicml-streaming and datatrove import torch, mainly for the base class of their data
sets; with what it brings along it takes five gigabytes. Where it is installed it is used.
"""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import pathlib
import sys
import types

import numpy as np


class _StandIn(types.ModuleType):
    """A module in which every name is an empty class."""

    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = type(name, (), {"__module__": self.__name__})
        setattr(self, name, made)
        return made


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, roots):
        self.roots = roots

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.roots:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return _StandIn(spec.name)

    def exec_module(self, module):
        for name in _MODULES.get(module.__name__, ()):
            importlib.import_module(name)
        if module.__name__ == "torch":
            module.as_tensor = module.tensor = lambda values, dtype=None: np.asarray(values)


# Names that are modules where they are used; every other name is a class.
_MODULES = {"torch": ("torch.utils.data", "torch.distributed"), "PIL": ("PIL.Image",)}


def stand_in(*packages):
    """Stands in for those that are not installed; says which."""
    absent = [name for name in packages if importlib.util.find_spec(name) is None]
    if absent:
        sys.meta_path.append(_Finder(set(absent)))
    return absent


def bare_package(name):
    """Makes a package importable without running its __init__, which imports all of it."""
    if name in sys.modules:
        return
    folders = [str(pathlib.Path(folder, *name.split("."))) for folder in sys.path]
    folders = [folder for folder in folders if pathlib.Path(folder).is_dir()]
    if not folders:
        raise ImportError(f"{name} is not installed")
    module = types.ModuleType(name)
    module.__path__ = folders
    sys.modules[name] = module
