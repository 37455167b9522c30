from .allowance import Allowance
from .member import Member
from .membership import Membership
from .place import Place
from .reply_address import ReplyAddress
from .token import Token
from .tribe import Tribe

__all__ = ["Allowance", "Member", "Membership", "Place", "ReplyAddress", "Token", "Tribe"]
