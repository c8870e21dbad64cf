"""Aliases such as Otter-12: what staff see instead of anything that could tell who a young person is."""

import re
import unicodedata
from collections.abc import Container
from random import Random
from typing import Final

from rapidfuzz.distance import OSA

# Kind or neutral as a word for a child, easy to read, and never one letter apart: a slip of the finger must
# not name somebody else.
_WORDS: Final = """
Albatross Alpaca Antelope Armadillo Avocet Axolotl Badger Bandicoot Barbet Bilby Bison Bluebird Bobcat
Bulbul Bumblebee Bunting Butterfly Canary Capybara Caracal Cardinal Caribou Cassowary Chaffinch Chamois
Chinchilla Chipmunk Clownfish Condor Coral Cormorant Cricket Curlew Damselfly Dolphin Dormouse Dove
Dragonfly Dunlin Dunnock Eagle Echidna Egret Falcon Ferret Finch Firefly Flamingo Fulmar Gazelle Gecko Genet
Gerbil Giraffe Goldcrest Goldfinch Grasshopper Greenfinch Grebe Guillemot Guppy Hamster Hare Hawk Hedgehog
Heron Honeybee Hoopoe Hummingbird Ibex Ibis Iguana Impala Jackdaw Jaguar Jerboa Kestrel Kingfisher Kittiwake
Kiwi Koala Ladybird Lapwing Lark Leopard Linnet Lion Llama Lorikeet Lynx Macaw Marmot Marten Meerkat Merlin
Mongoose Narwhal Nightingale Nightjar Numbat Nuthatch Ocelot Octopus Okapi Oriole Osprey Otter Owl
Oystercatcher Panda Pangolin Panther Parakeet Parrot Partridge Pelican Penguin Petrel Pheasant Pika Pipit
Platypus Plover Pony Porcupine Porpoise Puffin Puma Quail Quetzal Quokka Rabbit Raven Redstart Redwing
Reindeer Robin Salamander Salmon Sandpiper Seahorse Seal Serval Skylark Sparrow Spoonbill Squirrel Starfish
Starling Stork Sunbird Swan Swift Tanager Tapir Tern Tiger Toucan Turaco Turtle Unicorn Wallaby Warbler
Waxwing Weaver Whimbrel Wolf Wombat Woodlark Wren Zebra
"""
ANIMALS: Final = tuple(_WORDS.split())
SMALLEST: Final = 10
_UPPER_ENDS: Final = (999, 9_999, 99_999, 999_999, 9_999_999)
_TRIES: Final = 200
# Numbers that carry a meaning nobody should wear.
_SHUNNED: Final = frozenset({13, 14, 18, 28, 69, 88, 187, 420, 666, 911, 999})

_BY_FOLDED: Final = {animal.casefold(): animal for animal in ANIMALS}
_TYPED: Final = re.compile(r"([^\W\d_]{2,20})[\s\-–—−‑_#.]*(\d{1,7})")


def make_alias(random: Random, taken: Container[str]) -> str:
    """An alias that is not taken: an animal and a number of two or three digits, more where those run out."""
    for upper in _UPPER_ENDS:
        for _ in range(_TRIES):
            number = random.randint(SMALLEST, upper)
            alias = f"{random.choice(ANIMALS)}-{number}"
            if number not in _SHUNNED and alias not in taken:
                return alias
    raise RuntimeError("no alias is free")


def normalise_alias(text: str) -> str | None:
    """The alias meant by what was typed ("otter 12", "Otter12", "oter-12"); None where that is not clear."""
    match = _TYPED.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None or int(match[2]) < SMALLEST:
        return None
    animal = _nearest_animal(match[1].casefold())
    return f"{animal}-{int(match[2])}" if animal else None


def _nearest_animal(word: str) -> str | None:
    exact = _BY_FOLDED.get(word)
    if exact:
        return exact
    # Two slips in a short word make it another word.
    allowed = 1 if len(word) <= 5 else 2
    distances = {
        animal: distance
        for folded, animal in _BY_FOLDED.items()
        if (distance := OSA.distance(word, folded, score_cutoff=allowed)) <= allowed
    }
    nearest = [animal for animal, distance in distances.items() if distance == min(distances.values())]
    return nearest[0] if len(nearest) == 1 else None
