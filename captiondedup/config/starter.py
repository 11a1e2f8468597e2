"""The configuration that ``captiondedup init`` writes: it loads as it stands."""

from __future__ import annotations

STARTER_CONFIG = """\
# captiondedup.toml: how this house publishes.
# Every key is optional. What is not stated is never guessed: a photo whose terms depend on it
# comes back as "review".

# Where reports go, relative to this file.
# out = "captiondedup-out"

# The mildest decision that makes `captiondedup check` fail: "blocked" or "review".
# fail_on = "blocked"

# The profiles below that `captiondedup check` answers for when none is named.
use_profile = ["web"]

# Findings to show (all) and to leave out, by rule ("restriction.no_sale") or family ("drift").
# Leaving a rule out hides a risk; prefer a waiver, which names a photo, a person and an end.
# select = []
# ignore = []

# Waivers may also stand in a file of their own.
# waiver_file = "waivers.toml"

# Tables for a spreadsheet: Excel wants a byte order mark, and in much of Europe a semicolon.
# [csv]
# bom = true
# delimiter = ";"


# A news site that everybody in the world can open.
[profile.web]
territories = ["worldwide"]        # ISO 3166 codes, names of countries or regions, or "worldwide"
geo_blocking = false               # true if readers elsewhere cannot open the page
media = ["online", "mobile"]       # print newspaper magazine book_cover broadcast online mobile
                                   # social out_of_home usenet
# outlet = ["Our Daily"]           # names of titles, sites or channels that will carry it
use = "editorial"                  # editorial, promotional or advertising
syndication = false                # true if the page is passed on to others
# partners = ["Partner Daily"]     # ... and to whom
resale = false                     # true if pictures are sold on
archive = true                     # true if the page or picture is kept for later use
# publish_at = 2031-05-01T06:00:00+02:00
# unpublish_at = 2031-06-01T06:00:00+02:00
credit_printed = "Photo: {credit}" # {credit} {photographer} {agency} {provider} {publisher}
                                   # {copyright_holder} {demanded}; false if none is printed
alterations = ["crop", "resize"]   # crop mirror colour retouch montage overprint watermark resize
ai_use = false                     # true if pictures may be used to train models
# strict = true                    # doubt blocks instead of asking

# A daily that is printed and sold in one country.
[profile.print]
territories = ["IS"]
media = ["newspaper"]
use = "editorial"
syndication = false
resale = false
archive = false
credit_printed = "{photographer}/{agency}"
alterations = ["crop"]
ai_use = false

# A desk that passes stories with their pictures on to partners.
[profile.syndication]
territories = ["worldwide"]
media = ["online", "newspaper"]
use = "editorial"
syndication = true
# partners = ["Partner Daily"]
resale = false
archive = true
credit_printed = "{credit}"
ai_use = false

# Prints and licences sold from the archive.
[profile.archive-sale]
territories = ["worldwide"]
media = ["print", "online"]
use = "promotional"
syndication = true
resale = true
archive = true
credit_printed = "{credit}"
ai_use = false

# A waiver lets one finding about one photo pass, until its last day:
# [[waiver]]
# photo = "story/harbour.jpg"      # photo id, sighting or file; * stands for anything
# code = "permission_required"     # rule, family or restriction code
# person = "Picture editor on duty"
# reason = "cleared by telephone, note 12 in the desk book"
# date = 2031-05-01
# until = 2031-05-31
"""
