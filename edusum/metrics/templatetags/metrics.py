from django import template

from edusum.metrics import sheet

register = template.Library()
register.filter("search_text", sheet.search_text)
