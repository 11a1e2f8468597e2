"""What conditions of use mean, apart from where they were read and who asks.

The algebra that reconciling, checking and reporting share: when two restrictions say the same,
when one is at least as strict as another, where a photo may run, which instants a date may mean.
Imports nothing but :mod:`captiondedup.model`.
"""
